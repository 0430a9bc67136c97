// Answers questions, one JSON object a line, with MiniSearch set up as its documentation advises.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: MiniSearch } = await import(pathToFileURL(process.argv[2]));
let index;

const build = ({ fields, documents, stop }) => {
  const began = performance.now();
  const stopped = new Set(stop);
  index = new MiniSearch({ fields, processTerm: (term) => (stopped.has(term) ? null : term.toLowerCase()) });
  index.addAll(documents);
  return { seconds: (performance.now() - began) / 1000 };
};

const search = ({ queries, limit, boost, fuzzy }) => {
  const ms = [];
  const found = [];
  const options = { boost, fuzzy, combineWith: "OR", prefix: (term, place, terms) => place === terms.length - 1 };
  for (const { text, more } of queries) {
    const began = performance.now();
    const asked = more ? { combineWith: "OR", queries: [{ queries: [text], ...options }, { queries: [more], boost, fuzzy: false, prefix: false }] } : text;
    const hits = index.search(asked, more ? {} : options).slice(0, limit);
    ms.push(performance.now() - began);
    found.push(hits.map((hit) => hit.id));
  }
  return { ms, found };
};

const verbs = { nothing: () => ({}), build, search };
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(verbs[question.do](question))}\n`);
}

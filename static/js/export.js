// A long list of calls is fetched here, so that one can see how far it has come and stop it. Without this, the link simply downloads.
(() => {
  "use strict";

  const TOLD_EVERY_MS = 1000;
  const NEWLINE = 10;
  const place = document.querySelector("[data-export]");
  if (!place || !window.ReadableStream) return;
  const link = place.querySelector("[data-export-link]");
  const running = place.querySelector("[data-export-running]");
  const bar = place.querySelector("progress");
  const said = place.querySelector("[data-export-said]");
  const number = (value) => value.toLocaleString("da-DK");
  let asking = null;

  const rowsIn = (bytes) => {
    let rows = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) rows += 1;
    return rows;
  };

  const nameIn = (answer) => /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "opkald.csv";

  const save = (blob, name) => {
    const file = document.createElement("a");
    file.href = URL.createObjectURL(blob);
    file.download = name;
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60000);
  };

  const show = (busy) => {
    running.hidden = !busy;
    link.hidden = busy;
  };

  // Told aloud once a second at most; the bar moves with every handful.
  const read = async (answer) => {
    const total = Number(answer.headers.get("X-Straks-Rows"));
    const parts = [];
    let rows = -1; // the first line is the head
    let told = -Infinity; // the first handful is told at once
    const reader = answer.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      parts.push(piece.value);
      rows += rowsIn(piece.value);
      bar.max = Math.max(total, 1);
      bar.value = Math.max(rows, 0);
      if (performance.now() - told > TOLD_EVERY_MS) {
        told = performance.now();
        said.textContent = `${number(Math.max(rows, 0))} af ${number(total)} rækker`;
      }
    }
    save(new Blob(parts, { type: "text/csv" }), nameIn(answer));
    said.textContent = `Færdig: ${number(Math.max(rows, 0))} rækker er gemt i ${nameIn(answer)}.`;
  };

  const start = async () => {
    asking = new AbortController();
    bar.removeAttribute("value");
    said.textContent = "Henter ...";
    show(true);
    place.querySelector("[data-export-cancel]").focus();
    try {
      const answer = await fetch(link.href, { signal: asking.signal });
      if (answer.redirected) said.textContent = "Du er logget ud. Log ind igen, og prøv en gang til.";
      else if (!answer.ok) said.textContent = "Filen kunne ikke laves. Genindlæs siden, og prøv igen.";
      else await read(answer);
    } catch (error) {
      said.textContent = error.name === "AbortError" ? "Stoppet. Der er ikke gemt noget." : "Forbindelsen gik tabt. Der er ikke gemt noget; prøv igen.";
    }
    const isHere = running.contains(document.activeElement) || document.activeElement === document.body;
    show(false);
    if (isHere) link.focus();
  };

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    start();
  });
  place.querySelector("[data-export-cancel]").addEventListener("click", () => asking?.abort());
})();

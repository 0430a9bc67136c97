// The CPR guard before anything leaves the browser. The same rule as app/domain/privacy.py; a test runs both on one corpus.
(() => {
  "use strict";

  const GAP = "[ \\t\\u00a0]{0,2}[-\\u2010-\\u2015./_]?[ \\t\\u00a0]{0,2}";
  const SHORT = new RegExp(`(?<![0-9])([0-9]{2})[ ./-]?([0-9]{2})[ ./-]?([0-9]{2})${GAP}[0-9]{4}(?![0-9])`, "g");
  const LONG = new RegExp(`(?<![0-9])([0-9]{2})[ ./-]?([0-9]{2})[ ./-]?((?:18|19|20)[0-9]{2})${GAP}[0-9]{4}(?![0-9])`, "g");
  const PREFIX = /(?:\+|00)[0-9]{2}[ ]?$/;
  const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
  // What may become a CPR number with the next keys: it is held back until it is clear.
  const BEGUN = new RegExp(`(?<![0-9])([0-9]{2})[ ./-]?([0-9]{2})[ ./-]?([0-9]{2})(?:[0-9]{3}|[ ]?[-\\u2010-\\u2015][ ]?[0-9]{1,3})$`);

  const isDate = (day, month, year) => {
    const years = year > 99 ? [year] : [1800 + year, 1900 + year, 2000 + year];
    return years.some((candidate) => {
      const date = new Date(Date.UTC(candidate, month - 1, day));
      return date.getUTCFullYear() === candidate && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    });
  };

  const isCpr = (match, text) => {
    if (PREFIX.test(text.slice(0, match.index))) return false;
    const [day, month, year] = match.slice(1, 4).map(Number);
    return isDate(day > 60 ? day - 60 : day, month, year);
  };

  const contains = (text) => {
    const plain = text.normalize("NFKC").replace(INVISIBLE, "");
    return [SHORT, LONG].some((pattern) => [...plain.matchAll(pattern)].some((match) => isCpr(match, plain)));
  };

  const mayBecome = (text) => {
    const plain = text.normalize("NFKC").replace(INVISIBLE, "");
    const match = BEGUN.exec(plain);
    return Boolean(match) && isCpr(match, plain);
  };

  window.straksCpr = { contains, mayBecome, refusal: "Det ligner et CPR-nummer. Skriv det ikke her: slet de sidste fire cifre." };
})();

// The CPR guard before anything leaves the browser. The same rule as app/domain/privacy.py; a test runs both on one corpus.
(() => {
  "use strict";

  // Each pattern looks ahead without consuming. Groups: day, month, year, and the gap before the last four digits.
  const GAP = "([ \\t]{0,3}[-./_]?[ \\t]{0,3})";
  const DAY_MONTH = "(?=([0-9]{2})[ ./-]?([0-9]{2})[ ./-]?";
  const YEAR = "((?:18|19|20)?[0-9]{2})";
  const PATTERNS = [
    `(?<![0-9])${DAY_MONTH}([0-9]{2})${GAP}[0-9]{4}(?![0-9]))`,
    `(?<![0-9])${DAY_MONTH}((?:18|19|20)[0-9]{2})${GAP}[0-9]{4}(?![0-9]))`,
    // 01 01 90 00 01, but not two telephone numbers in pairs
    `(?<![0-9])(?<![0-9] )${DAY_MONTH}${YEAR}([ -]{1,3})[0-9]{2} [0-9]{2}(?! ?[0-9]))`,
    // 0 1 0 1 9 0 0 0 0 1
    "(?<![0-9])(?<![0-9] )(?=([0-9] [0-9]) ([0-9] [0-9]) ([0-9] [0-9])([ -]{1,3})[0-9](?: [0-9]){3}(?! ?[0-9]))",
    // 1/1-90-0001, 1.1.1990-0001: with single digits the dash must be there
    `(?<![0-9./-])(?=([0-9]{1,2})[./]([0-9]{1,2})[./ -]${YEAR}([ ]?-[ ]?)[0-9]{4}(?![0-9]))`,
  ].map((source) => new RegExp(source, "g"));
  // From 05.10 to 09.10.2026: its last three numbers are no date before a serial number.
  const PERIOD =
    /(?<![0-9])[0-9]{1,2}[./][0-9]{1,2}\.? ?- ?[0-9]{1,2}[./][0-9]{1,2}[ ./-](?:19|20)[0-9]{2}(?![0-9])(?![ \t]{0,3}[-./_]?[ \t]{0,3}[0-9]{4})/g;
  // A country code before it makes it a telephone number; a Danish one has eight digits, so +45 does not.
  const PREFIX = /(?:\+|(?<![0-9])00)(?!45)[0-9]{1,3}\)?[ ]?(?:\(0\)[ ]?)?$/;
  const INVISIBLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff]/g;
  const DASH = /[\u2010-\u2015\u2043\u2212]/g;
  const ARABIC_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/g;
  // What may become a CPR number with the next keys: it is held back until it is clear.
  const BEGUN = /(?<![0-9])([0-9]{2})[ ./-]?([0-9]{2})[ ./-]?([0-9]{2})(?:[0-9]{3}|[ ]?-[ ]?[0-9]{1,3})$|(?<![0-9])([0-9]{2})([0-9]{2})([0-9]{2})[ ./][0-9]{1,3}$/;

  const isDate = (day, month, year) => {
    const years = year > 99 ? [year] : [1800 + year, 1900 + year, 2000 + year];
    return years.some((candidate) => {
      const date = new Date(Date.UTC(candidate, month - 1, day));
      return date.getUTCFullYear() === candidate && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    });
  };

  const plainOf = (text) =>
    text
      .normalize("NFKC")
      .replace(INVISIBLE, "")
      .replace(DASH, "-")
      .replace(ARABIC_DIGIT, (digit) => String(digit.charCodeAt(0) % 16));

  const isCpr = (match, text) => {
    if (!(match[4] ?? "").includes("-") && PREFIX.test(text.slice(0, match.index))) return false;
    const [day, month, year] = match.slice(1, 4).map((part) => Number(part.replaceAll(" ", "")));
    return isDate(day > 60 ? day - 60 : day, month, year);
  };

  const contains = (text) => {
    const plain = plainOf(text).replace(PERIOD, "|");
    return PATTERNS.some((pattern) => [...plain.matchAll(pattern)].some((match) => isCpr(match, plain)));
  };

  const mayBecome = (text) => {
    const plain = plainOf(text);
    const match = BEGUN.exec(plain);
    if (!match) return false;
    const parts = match[1] ? match.slice(1, 4) : match.slice(4, 7);
    return isCpr(Object.assign([match[0], ...parts, ""], { index: match.index }), plain);
  };

  window.straksCpr = { contains, mayBecome, refusal: "Det ligner et CPR-nummer. Skriv det ikke her: slet de sidste fire cifre." };
})();

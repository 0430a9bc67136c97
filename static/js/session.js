// Signed out in the middle of something: what was typed is kept for after the next sign-in, on this tab only.
(() => {
  "use strict";

  const KEPT = ["q", "note"];
  const key = (name) => `straks-typed-${name}`;

  window.straksTyped = {
    take: (name) => {
      const text = sessionStorage.getItem(key(name));
      sessionStorage.removeItem(key(name));
      return text;
    },
  };

  const keep = () => {
    for (const name of KEPT) {
      const field = document.getElementById(name);
      if (field?.value && !window.straksCpr?.contains(field.value)) sessionStorage.setItem(key(name), field.value);
    }
  };

  let interrupted = null;

  document.addEventListener("straks:signed-out", () => {
    keep();
    const dialog = document.getElementById("signed-out");
    if (!dialog || dialog.open) return;
    interrupted = KEPT.includes(document.activeElement?.id) ? document.activeElement : null;
    dialog.showModal();
  });

  // The dialog may come in the middle of a word: the letters that follow still belong to the field.
  document.addEventListener("keydown", (event) => {
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!isLetter || !interrupted || !document.getElementById("signed-out").open) return;
    event.preventDefault();
    interrupted.setRangeText(event.key, interrupted.selectionStart, interrupted.selectionEnd, "end");
    keep();
  });

  // Signing out on purpose: the page is on its way out, so nothing asks any more and nobody is told that they are signed out.
  let leaving = false;
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") !== "/logout") return;
    leaving = true;
    for (const asking of document.querySelectorAll(".htmx-request")) window.htmx.trigger(asking, "htmx:abort");
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });

  document.addEventListener("DOMContentLoaded", () => {
    const note = document.getElementById("note");
    const text = note && window.straksTyped.take("note");
    if (text && !note.value) {
      note.value = text;
      note.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();

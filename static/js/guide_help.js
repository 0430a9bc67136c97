// The help beside the form: a hint leads to its words in the field, what is unfolded stays so, and an accepted suggestion stands in the form too.
(() => {
  "use strict";

  const help = () => document.getElementById("guide-help");

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#guide-help a[data-field]");
    const field = link && document.getElementById(link.dataset.field);
    if (!field) return;
    event.preventDefault();
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    field.focus();
    field.scrollIntoView({ block: "center" });
    const begin = link.dataset.find ? field.value.indexOf(link.dataset.find) : -1;
    if (begin >= 0) field.setSelectionRange(begin, begin + link.dataset.find.length);
  });

  // Whoever stands in the help when it is renewed stands there still, and does not begin at the top of the page again.
  let unfolded = [];
  let isWithin = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== help()) return;
    unfolded = [...help().querySelectorAll("details[open]")].map((box) => box.id);
    isWithin = help().contains(document.activeElement);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== help()) return;
    for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
    if (!isWithin || help().contains(document.activeElement)) return;
    help().tabIndex = -1;
    help().focus({ preventScroll: true });
  });

  document.addEventListener("straks:line-added", (event) => {
    // The server has saved the draft once more; so this window is not behind.
    const form = document.getElementById("guide-form");
    const saved = form?.elements.saved;
    if (saved && Number(saved.value) === event.detail.saved - 1) {
      saved.value = event.detail.saved;
      form.elements.base_version.value = event.detail.base;
    }
    const field = document.getElementById(event.detail.field);
    const lines = field ? field.value.split("\n").map((line) => line.trim()).filter(Boolean) : [];
    if (!field || lines.includes(event.detail.line)) return;
    field.value = [...lines, event.detail.line].join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();

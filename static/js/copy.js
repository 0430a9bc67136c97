// Copies the text in data-copy, and says so.
(() => {
  "use strict";

  const say = (text, kind) => {
    const toast = document.createElement("p");
    toast.className = `toast ${kind}`;
    toast.textContent = text;
    document.getElementById("toasts").replaceChildren(toast);
    setTimeout(() => toast.remove(), 4000);
  };

  const copyOldWay = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyOldWay(text);
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const before = document.activeElement;
    const done = await copy(button.dataset.copy);
    before?.focus?.();
    if (done) say("Kopieret. Sæt det ind i en mail eller sms.", "toast-good");
    else say("Browseren ville ikke kopiere. Markér teksten, og tryk Ctrl+C.", "toast-bad");
  });
})();

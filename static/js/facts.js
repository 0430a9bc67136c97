// Facts go into a guide's text by name: chosen from a list, inserted where one was writing.
(() => {
  "use strict";

  const picker = document.querySelector("[data-fact-picker]");
  if (!picker) return;
  const name = picker.querySelector("input");
  const known = new Set([...picker.querySelectorAll("option")].map((option) => option.value));
  let text = document.getElementById("sections.facts");
  picker.hidden = false;

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-fields] textarea")) text = event.target;
  });

  const insert = () => {
    const slug = name.value.trim();
    const fits = known.has(slug);
    name.setCustomValidity(fits ? "" : "Vælg et faktum fra listen.");
    if (!fits) {
      name.reportValidity();
      return;
    }
    text.setRangeText(`{fact:${slug}}`, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    name.value = "";
    text.focus();
  };

  picker.querySelector("button").addEventListener("click", insert);
  name.addEventListener("input", () => name.setCustomValidity(""));
  name.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    insert();
  });
})();

// The button under a notice says what it will do: show it now or later, to everyone or to some.
(() => {
  "use strict";

  const form = document.getElementById("notice-form");
  const button = document.getElementById("notice-publish");
  if (!form || !button) return;

  const tell = () => {
    const where = form.querySelector("input[name=departments]:checked") ? "hos de valgte" : "på alle skærme";
    const later = form.elements.starts_at.value !== "";
    button.textContent = later ? `Planlæg, så den vises ${where}` : `Vis ${where} nu`;
  };

  form.addEventListener("input", tell);
  tell();
})();

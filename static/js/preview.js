// The guide beside its form, as the desk shows it, a moment after each key. What is typed for the preview is not kept.
(() => {
  "use strict";

  const PAUSE_MS = 400;
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const preview = () => document.getElementById("guide-preview");
  let waiting = 0;
  let asking = null;

  const show = async () => {
    const data = new URLSearchParams(new FormData(form));
    for (const [name, text] of [...data]) if (window.straksCpr.contains(text)) data.delete(name);
    asking?.abort();
    asking = new AbortController();
    const language = preview().querySelector(".panel")?.dataset.language ?? "da";
    try {
      const answer = await fetch(`${form.dataset.address}/preview?lang=${language}`, {
        method: "POST",
        body: data,
        headers: { "HX-Request": "true" },
        signal: asking.signal,
      });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("guide-preview");
      Idiomorph.morph(preview(), fresh);
      htmx.process(preview());
    } catch {
      // Without a connection the preview stays as it was; draft.js says so.
    }
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE_MS);
  };

  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-fields]")) soon();
  });

  // A link in the preview is read beside the form, not in its place.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#guide-preview a[href^='/']");
    if (link) link.target = "_blank";
  });
})();

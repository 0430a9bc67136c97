// The call: starts with the first typed letter, collects what stood on the desk, and gives the field back when it is saved.
(() => {
  "use strict";

  const SETTLE_MS = 700;
  const field = document.getElementById("q");
  const bar = () => document.getElementById("call-bar");
  const isLive = () => bar().dataset.live === "yes";
  let starting = false;
  let noting = 0;
  let noted = "";

  // A note being typed is newer than any answer about the same question: the bar may change around it, not the text in it.
  let typed = null;
  const rememberNote = () => {
    const note = document.getElementById("note");
    typed = { question: bar().dataset.question, text: note.value, from: note.selectionStart, to: note.selectionEnd };
  };
  const keepNote = () => {
    const note = document.getElementById("note");
    const isSame = typed && (typed.question ? typed.question === bar().dataset.question : typed.text !== "");
    if (isSame && note.value !== typed.text) {
      note.value = typed.text;
      note.setSelectionRange(typed.from, typed.to);
    }
    typed = null;
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "call-bar") rememberNote();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "call-bar") keepNote();
  });

  // A CPR number in the note does not leave the browser.
  const refuseNote = (note) => {
    const box = note.closest(".note");
    box.classList.add("form-error");
    note.setAttribute("aria-invalid", "true");
    note.setAttribute("aria-describedby", "note-error");
    if (box.querySelector("#note-error")) return;
    const problem = document.createElement("span");
    problem.className = "form-error-message";
    problem.id = "note-error";
    problem.setAttribute("role", "alert");
    problem.textContent = window.straksCpr.refusal;
    note.before(problem);
  };

  const start = () => {
    if (isLive() || starting) return;
    starting = true;
    fetch("/calls", { method: "POST", headers: { "HX-Request": "true" } })
      .then(async (answer) => {
        if (answer.status === 401) document.body.dispatchEvent(new CustomEvent("straks:signed-out", { bubbles: true }));
        if (!answer.ok) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (isLive()) return;
        rememberNote();
        Idiomorph.morph(bar(), fresh.getElementById("call-bar"));
        keepNote();
        htmx.process(bar());
        handled = bar().dataset.question;
      })
      .catch(() => {})
      .finally(() => {
        starting = false;
      });
  };

  // A guide that is read out in another language says what the caller speaks.
  document.addEventListener("click", (event) => {
    const language = event.target.closest?.("[data-call-language]")?.dataset.callLanguage;
    if (language && isLive()) htmx.ajax("POST", "/calls/details", { target: "#call-bar", swap: "morph:outerHTML", values: { language } });
  });

  // What has been searched and opened is noted when the fingers rest, not at every key.
  const note = () => {
    const context = window.straksDesk.context();
    const now = JSON.stringify(context);
    // An ending on its way brings the trail along; one that came after it would begin a new call.
    if (!isLive() || now === noted || bar().matches(".htmx-request, :has(.htmx-request)")) return;
    noted = now;
    fetch("/calls/trail", { method: "POST", body: new URLSearchParams(context), headers: { "HX-Request": "true" } }).catch(() => {
      noted = "";
    });
  };

  const soon = () => {
    clearTimeout(noting);
    noting = setTimeout(note, SETTLE_MS);
  };

  field.addEventListener("input", () => {
    if (field.value.trim()) start();
    soon();
  });
  document.addEventListener("htmx:afterSwap", soon);

  // What a button said is remembered with its press: the press may wait its turn, and the bar may have changed by then.
  const pressed = new WeakMap();
  document.addEventListener("submit", (event) => pressed.set(event, [event.submitter?.name, event.submitter?.value]), true);

  document.addEventListener("htmx:configRequest", (event) => {
    const [name, value] = pressed.get(event.detail.triggeringEvent) ?? [];
    if (name) event.detail.parameters[name] = value;
    if (!event.target.closest?.("[data-context]")) return;
    const context = window.straksDesk.context();
    for (const name of ["search", "guide", "department"]) event.detail.parameters[name] = context[name];
    const note = document.getElementById("note");
    if (["/calls/settle", "/calls/questions"].includes(event.detail.path) && note) event.detail.parameters.note = note.value;
    if (note && window.straksCpr.contains(event.detail.parameters.note ?? "")) {
      event.preventDefault();
      refuseNote(note);
    }
  });

  // Another question is being handled now than before: the desk shows what belongs to it, or is empty for the next call.
  let handled = bar().dataset.question;
  const follow = () => {
    const { question, topic, searched } = bar().dataset;
    if (question === handled) return;
    const began = !handled && isLive();
    handled = question;
    noted = "";
    if (!began || searched) window.straksDesk.show(searched, topic);
  };

  if (isLive() && bar().dataset.topic) window.straksDesk.choose(bar().dataset.topic);

  document.addEventListener("htmx:afterSettle", (event) => {
    const path = event.detail.pathInfo?.requestPath ?? "";
    if (!path.startsWith("/calls") || path === "/calls/details" || path === "/calls/trail") return;
    follow();
    if (!document.querySelector("dialog[open]")) window.straksDesk.focus();
  });

  document.addEventListener("straks:opened", (event) => {
    const title = event.target.querySelector("[data-panel-title]");
    if (title) title.textContent = window.straksDesk.title() || `Ingen guide åben. Søgt efter: ${field.value.trim()}`;
  });

  const pad = (number) => String(number).padStart(2, "0");
  setInterval(() => {
    const clock = document.querySelector(".call-clock");
    if (clock) {
      const seconds = Math.max(0, Math.floor((Date.now() - Number(clock.dataset.started)) / 1000));
      clock.textContent = `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
    }
    const saved = document.querySelector(".call-saved");
    if (saved && Date.now() > Number(saved.dataset.undoUntil)) saved.querySelector("button")?.remove();
  }, 500);
})();

// What an editor writes is kept: on the server a second after the last key, and on this computer until the server has answered.
(() => {
  "use strict";

  const PAUSE_MS = 1000;
  const AGAIN_MS = 4000;
  const PATIENCE_MS = 15000;
  const LONGEST_FAREWELL = 60000;
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const place = `straks-draft:${form.dataset.draft}`;
  const OFFLINE = "Ingen forbindelse. Det, du skriver, gemmes på denne computer og sendes, når forbindelsen er tilbage.";
  const SIGNED_OUT = "Du er logget ud. Det, du skriver, gemmes på denne computer og sendes, når du er logget ind igen.";
  const UNSENT = "Noget af det, du har skrevet, er ikke sendt endnu. Vent et øjeblik, og tryk igen.";
  const ELSEWHERE = "Kladden skrives også i et andet vindue. Genindlæs siden, før du udgiver, så du ser det hele.";

  const elements = () => [...form.querySelectorAll("[data-fields] [name]:not([type=hidden])")];
  const valueOf = (element) => (element.type === "checkbox" ? (element.checked ? "on" : "") : element.value);
  // As the server wrote it: a browser may have put back what was typed before a reload.
  const servedOf = (element) => (element.matches("textarea, input:not([type=checkbox])") ? element.defaultValue : valueOf(element));
  const elementOf = (name) => elements().find((element) => element.name === name);
  const write = (element, text) => {
    if (element.type === "checkbox") element.checked = text === "on";
    else element.value = text;
  };
  const hidden = (name) => form.querySelector(`input[type=hidden][name=${name}]`);

  // What the server is known to have. After a refused form it may have none of what stands on the page.
  const known = new Map(elements().map((element) => [element.name, "unsaved" in form.dataset ? null : servedOf(element)]));
  const refused = new Map();
  let pausing = 0;
  let again = 0;
  let sending = null;
  let isKept = true;
  let isLeaving = false;
  let isSignedOut = false;

  const isCpr = (text) => window.straksCpr.contains(text);
  const dirty = () => elements().filter((element) => valueOf(element) !== known.get(element.name));
  const sendable = () =>
    dirty().filter((element) => {
      const text = valueOf(element);
      const isBegun = element === document.activeElement && !isLeaving && window.straksCpr.mayBecome(text);
      return !isCpr(text) && !isBegun && refused.get(element.name) !== text;
    });

  // At the field
  const refuse = (element, sentence) => {
    accept(element);
    const box = element.closest(".form-group");
    const problem = document.createElement("span");
    problem.className = "form-error-message";
    problem.id = `${element.name}-error`;
    problem.setAttribute("role", "alert");
    problem.textContent = sentence;
    box.classList.add("form-error");
    element.setAttribute("aria-invalid", "true");
    const hint = document.getElementById(`${element.name}-hint`);
    element.setAttribute("aria-describedby", [problem.id, hint?.id].filter(Boolean).join(" "));
    element.before(problem);
  };
  const accept = (element) => {
    const problem = document.getElementById(`${element.name}-error`);
    if (!problem) return;
    problem.remove();
    element.closest(".form-group").classList.remove("form-error");
    element.removeAttribute("aria-invalid");
    const hint = document.getElementById(`${element.name}-hint`);
    if (hint) element.setAttribute("aria-describedby", hint.id);
    else element.removeAttribute("aria-describedby");
  };

  // On this computer
  const keep = () => {
    const rows = dirty().filter((element) => !isCpr(valueOf(element)) && !window.straksCpr.mayBecome(valueOf(element)));
    const texts = Object.fromEntries(rows.map((element) => [element.name, { text: valueOf(element), was: known.get(element.name) }]));
    try {
      if (rows.length) localStorage.setItem(place, JSON.stringify({ base: hidden("base_version").value, texts }));
      else localStorage.removeItem(place);
      isKept = true;
    } catch {
      isKept = false;
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(place);
    } catch {
      isKept = false;
    }
  };

  // On the page
  const trouble = (sentence) => {
    const line = document.getElementById("guide-trouble");
    if (line.textContent !== sentence) line.textContent = sentence;
    if (sentence) document.getElementById("guide-saved").textContent = "";
  };
  // The draft was saved without this window hearing of it: by another window, or by a save of its own whose answer was lost.
  const catchUp = async () => {
    const answer = await fetch(form.dataset.address).catch(() => null);
    const there = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("guide-form");
    if (!there) return;
    const isSame = elements().every(({ name }) => known.get(name) === valueOf(there.querySelector(`[name="${name}"]:not([type=hidden])`)));
    if (isSame) hidden("saved").value = there.elements.saved.value;
    else trouble(ELSEWHERE);
  };
  const takeIn = (html, batch) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const mark = fresh.getElementById("guide-saved");
    for (const [name, text] of batch) known.set(name, text);
    const isAlone = Number(mark.dataset.saved) === Number(hidden("saved").value) + 1;
    if (isAlone) hidden("saved").value = mark.dataset.saved;
    else catchUp();
    hidden("base_version").value = mark.dataset.base;
    document.getElementById("guide-saved").replaceWith(mark);
    const others = document.getElementById("guide-others");
    const news = fresh.getElementById("guide-others");
    if (news && others.innerHTML !== news.innerHTML) others.replaceWith(news);
    trouble("");
    document.body.dispatchEvent(new CustomEvent("straks:saved", { bubbles: true }));
  };
  const takeRefusal = (html, batch) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const problem = fresh.querySelector("[data-problem]");
    const element = problem && elementOf(problem.dataset.field);
    if (element) {
      refuse(element, problem.textContent);
      refused.set(element.name, batch.get(element.name));
      return true;
    }
    trouble(fresh.querySelector(".toast")?.textContent.trim() || problem?.textContent || "Kladden kunne ikke gemmes lige nu. Teksten bliver på denne computer.");
    return false;
  };

  const later = (wait) => {
    clearTimeout(again);
    again = setTimeout(send, wait);
  };
  // Whoever says that the sign-in has ended, the way back leads here.
  document.querySelector("#signed-out a")?.setAttribute("href", `/login?next=${encodeURIComponent(form.dataset.address)}`);
  const signedOut = () => {
    trouble(SIGNED_OUT);
    if (isSignedOut) return;
    isSignedOut = true;
    document.body.dispatchEvent(new CustomEvent("straks:signed-out", { bubbles: true }));
  };
  const signedIn = () => {
    isSignedOut = false;
    document.getElementById("signed-out")?.close();
  };

  const post = async () => {
    const batch = new Map(sendable().map((element) => [element.name, valueOf(element)]));
    if (!batch.size) return;
    const body = new URLSearchParams([...batch, ["base_version", hidden("base_version").value]]);
    let answer;
    try {
      const keepalive = isLeaving && body.toString().length < LONGEST_FAREWELL;
      answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive, signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch {
      if (!isLeaving) trouble(OFFLINE);
      later(AGAIN_MS);
      return;
    }
    const html = await answer.text().catch(() => "");
    if (answer.ok) {
      signedIn();
      takeIn(html, batch);
    } else if (answer.status === 401) {
      signedOut();
      later(AGAIN_MS);
    } else if (answer.status === 422 && takeRefusal(html, batch)) {
      later(0);
    } else {
      takeRefusal(html, batch);
      later(AGAIN_MS);
    }
    keep();
  };
  // One at a time, so that an older text never comes after a newer one.
  const send = () => {
    clearTimeout(pausing);
    clearTimeout(again);
    sending = (sending ?? Promise.resolve()).then(post);
    return sending;
  };

  form.addEventListener("input", (event) => {
    if (!event.target.closest("[data-fields]")) return;
    if (isCpr(valueOf(event.target))) refuse(event.target, window.straksCpr.refusal);
    else accept(event.target);
    keep();
    clearTimeout(pausing);
    pausing = setTimeout(send, PAUSE_MS);
  });
  form.addEventListener("focusout", () => {
    if (!sendable().length) return;
    clearTimeout(pausing);
    pausing = setTimeout(send, PAUSE_MS);
  });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    isLeaving = document.visibilityState === "hidden";
    if (sendable().length) send();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isKept && dirty().length && !form.dataset.going) event.preventDefault();
  });

  // A button sends the form only when everything typed has arrived; "Gem kladde" needs no more than that.
  form.addEventListener("submit", async (event) => {
    if (form.dataset.going) return;
    event.preventDefault();
    const button = event.submitter;
    document.activeElement?.blur();
    await send();
    const wrong = dirty()[0];
    if (wrong) {
      if (document.getElementById(`${wrong.name}-error`)) wrong.focus();
      else if (!document.getElementById("guide-trouble").textContent) trouble(UNSENT);
      return;
    }
    if (!button?.hasAttribute("formaction")) {
      button?.focus();
      return;
    }
    form.dataset.going = "yes";
    // With nothing to send we are still inside the first submit, and a second one would be ignored without a word.
    await new Promise((resolve) => setTimeout(resolve));
    form.requestSubmit(button);
  });
  window.addEventListener("pageshow", () => delete form.dataset.going);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-discards]")) return;
    clearTimeout(pausing);
    clearTimeout(again);
    for (const element of elements()) known.set(element.name, valueOf(element));
    forget();
  });

  // What this computer kept, when the server never got it. If the server's text is another one by now, the editor chooses.
  const offer = (element, text) => {
    const box = document.createElement("div");
    box.className = "guide-kept";
    const say = document.createElement("p");
    say.textContent = "På denne computer ligger en anden tekst, som ikke blev sendt:";
    const quote = document.createElement("p");
    quote.textContent = text;
    const buttons = document.createElement("p");
    for (const [word, use] of [["Brug den", true], ["Smid den væk", false]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tool";
      button.textContent = word;
      button.addEventListener("click", () => {
        box.remove();
        element.focus();
        if (!use) return;
        write(element, text);
        element.dispatchEvent(new Event("input", { bubbles: true }));
      });
      buttons.append(button, " ");
    }
    box.append(say, quote, buttons);
    element.closest(".form-group").append(box);
  };
  const restore = () => {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(place));
    } catch {
      return;
    }
    for (const [name, { text, was }] of Object.entries(kept?.texts ?? {})) {
      const element = elementOf(name);
      if (!element || valueOf(element) === text) continue;
      if (was !== null && valueOf(element) !== was) offer(element, text);
      else {
        write(element, text);
        element.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    if (kept?.base && Number(hidden("saved").value) === 0) hidden("base_version").value = kept.base;
    if (sendable().length) send();
    else keep();
  };
  restore();

  // A reload shall show the guide as it is then: not send a refused form once more, nor say again what was done before.
  if (location.pathname + location.search !== form.dataset.address) history.replaceState(null, "", form.dataset.address);
})();

// Keys press what they are written on: an element with data-key="F4" is clicked (or focused, when it takes text) by F4.
// Inside an element with data-digits, 1-9 press its choices. A key held down counts once. data-dialog opens a sheet, data-closes closes one.
(() => {
  "use strict";

  const nameOf = (event) => {
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    // On some layouts Alt+1 gives another character: the physical key decides for digits.
    const digit = /^Digit(\d)$/.exec(event.code);
    const base = event.altKey && digit ? digit[1] : key;
    return [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && key.length > 1 && "Shift", base].filter(Boolean).join("+");
  };

  const isOpen = (element) => element.offsetParent !== null && !element.disabled;
  const openDialog = () => document.querySelector("dialog[open]");
  const typesText = (element) => element instanceof HTMLElement && element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

  // Digits belong to the bar's question while the search field has the focus, never to a field that is being filled in.
  const isOtherField = (element) => typesText(element) && element.id !== "q";

  const cycle = (group) => {
    const buttons = [...group.querySelectorAll("button")];
    const pressed = buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true");
    buttons[(pressed + 1) % buttons.length].click();
  };

  const press = (element) => {
    if ("cycle" in element.dataset) cycle(element);
    else if (typesText(element)) element.focus();
    else element.click();
  };

  const pressDigit = (event) => {
    if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return false;
    const scope = openDialog() ?? document.activeElement?.closest("[data-digits]") ?? document.querySelector("#call-bar [data-digits]");
    if (!scope || !("digits" in scope.dataset) || (!openDialog() && isOtherField(document.activeElement))) return false;
    const choice = scope.querySelectorAll(".choice")[Number(event.key) - 1];
    if (!event.repeat) choice?.click();
    return true;
  };

  // Fast fingers: a digit pressed while an outcome is on its way answers the question that comes back, or is typed if none does.
  let waiting = false;
  let early = "";
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("hx-post") === "/calls/settle") waiting = true;
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.path === "/calls/settle") setTimeout(() => (waiting &&= !event.defaultPrevented));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.pathInfo?.requestPath !== "/calls/settle") return;
    waiting = false;
    const digits = early;
    early = "";
    if (digits) setTimeout(() => [...digits].forEach(replay));
  });
  const replay = (digit) => {
    const choice = document.querySelectorAll("#call-bar [data-digits] .choice")[Number(digit) - 1];
    const field = document.getElementById("q");
    if (choice) choice.click();
    else if (field) {
      field.value += digit;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const keepEarly = (event) => {
    const isDigit = /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!waiting || !isDigit || openDialog() || document.activeElement?.id === "note") return false;
    early += event.key;
    return true;
  };

  const showSheet = () => {
    const sheet = document.getElementById("keys-dialog");
    if (sheet && !sheet.open) sheet.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.metaKey) return;
    const active = document.activeElement;
    if (keepEarly(event) || pressDigit(event)) {
      event.preventDefault();
      return;
    }
    if (openDialog()) return;
    if (event.key === "?" && !(typesText(active) && active.value !== "")) {
      event.preventDefault();
      showSheet();
      return;
    }
    if (event.key === "Escape") {
      const back = document.querySelector("#call-bar [data-back]");
      if (back) {
        event.preventDefault();
        back.click();
      }
      return;
    }
    const name = nameOf(event);
    if (name.length < 2) return;
    const target = [...document.querySelectorAll(`[data-key="${CSS.escape(name)}"]`)].find(isOpen);
    if (target) {
      event.preventDefault();
      if (!event.repeat) press(target);
    }
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
    dialog.dispatchEvent(new CustomEvent("straks:opened", { bubbles: true }));
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("[data-closes]");
    if (!form || !event.detail.successful) return;
    document.getElementById(form.dataset.closes)?.close();
    window.straksDesk?.focus();
  });

  // A choice with data-leaves closes its sheet at once, so that the next key is the desk's again; its answer follows.
  document.addEventListener("click", (event) => event.target.closest("[data-leaves]")?.closest("dialog").close());

  // A form with data-once carries a new key for each press that was answered: a double press counts once.
  const renewKeys = () => {
    for (const field of document.querySelectorAll("form[data-once] input[name=key]")) if (!field.value) field.value = crypto.randomUUID();
  };
  document.addEventListener("htmx:afterSettle", renewKeys);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-once]");
    if (form && event.detail.successful) form.querySelector("input[name=key]").value = crypto.randomUUID();
  });
  document.addEventListener("DOMContentLoaded", renewKeys);

  // Toasts go by themselves; errors stay twice as long.
  let clearing = 0;
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "toasts") return;
    clearTimeout(clearing);
    const stay = event.detail.target.querySelector(".toast-bad") ? 8000 : 4000;
    clearing = setTimeout(() => event.detail.target.replaceChildren(), stay);
  });
})();

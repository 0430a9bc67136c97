// A routing table's rows by keyboard: Alt+arrows move the row one stands in, Alt+Delete removes it. Focus follows what was done,
// picked answers are said in their cell, and rows with a fault are marked as soon as the proof has found it.
(() => {
  "use strict";

  const KEYS = { ArrowUp: "up", ArrowDown: "down", Delete: "remove" };
  const rows = () => [...document.querySelectorAll("#routing-sheet [data-row]")];
  let next = null;

  document.addEventListener("keydown", (event) => {
    const action = event.altKey && !event.ctrlKey && !event.shiftKey && KEYS[event.key];
    const row = action && document.activeElement?.closest("#routing-sheet [data-row]");
    if (!row) return;
    event.preventDefault();
    if (!event.repeat) row.querySelector(`[data-does^="row.${action}."]`)?.click();
  });

  // Where the focus belongs when the sheet has come back: in the row that moved, in the same field.
  const afterwards = (does) => {
    const [noun, action, number] = does.split(".");
    const at = Number(number);
    const here = document.activeElement?.id ?? "";
    const moved = (to) => [here.startsWith(`row.${at}.`) ? here.replace(`row.${at}.`, `row.${to}.`) : "", `row.${to}.to`];
    if (noun === "input") return () => [action === "add" ? [...document.querySelectorAll("[data-redraws]")].at(-1)?.id : "input.add"];
    if (noun !== "row") return () => [here];
    if (action === "up") return () => moved(Math.max(1, at - 1));
    if (action === "down") return () => moved(Math.min(rows().length, at + 1));
    if (action === "remove") return () => [`row.${Math.min(at, rows().length)}.to`, "row.add"];
    const last = () => (action === "copy" ? at + 1 : rows().length);
    return () => [rows()[last() - 1]?.querySelector("textarea, select, summary")?.id, `row.${last()}.to`];
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    const does = event.target.dataset?.does ?? (event.target.value === "redraw" ? "redraw" : "");
    if (does && event.target.closest("#routing-form")) {
      next = { asked: event.detail.xhr, find: afterwards(does), open: document.getElementById("routing-inputs")?.open };
    }
  });

  const usable = (id) => {
    const element = id && document.getElementById(id);
    return element && !element.disabled ? element : null;
  };

  // The proof may come back while the sheet is still under way: only the sheet's own answer moves the focus.
  document.addEventListener("htmx:afterSettle", (event) => {
    mark();
    if (!next || event.detail.xhr !== next.asked) return;
    const { find, open } = next;
    next = null;
    if (open) document.getElementById("routing-inputs").open = true;
    find().map(usable).find(Boolean)?.focus();
  });

  const mark = () => {
    const proof = document.getElementById("routing-proof");
    const faulty = new Set((proof?.dataset.rows ?? "").split(" "));
    for (const row of rows()) row.classList.toggle("is-faulty", faulty.has(row.dataset.row));
  };

  document.addEventListener("change", (event) => {
    const pick = event.target.closest(".routing-pick");
    if (pick) {
      const words = [...pick.querySelectorAll("input:checked")].map((box) => box.nextElementSibling.textContent);
      pick.querySelector(".routing-picked").textContent = words.join(", ") || "alle";
    }
    if ("redraws" in event.target.dataset) document.querySelector('#routing-form > [value="redraw"]')?.click();
  });

  // One open list of answers at a time, closed by Esc.
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.(".routing-pick") || !event.target.open) return;
    for (const other of document.querySelectorAll(".routing-pick[open]")) if (other !== event.target) other.open = false;
  }, true);

  document.addEventListener("keydown", (event) => {
    const pick = event.key === "Escape" && document.activeElement?.closest(".routing-pick[open]");
    if (!pick) return;
    event.preventDefault();
    pick.open = false;
    pick.querySelector("summary").focus();
  });

  document.addEventListener("DOMContentLoaded", mark);
})();

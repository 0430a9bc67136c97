// The search field: each key refines the list, arrows choose, Enter goes into the guide, Esc comes back and clears.
(() => {
  "use strict";

  const PAUSE_MS = 20;
  const FOLLOW_MS = 50;
  const field = document.getElementById("q");
  const problem = document.getElementById("q-problem");
  const panel = document.getElementById("panel");
  let typing = 0;
  let following = 0;
  let wanted = "";

  const options = () => [...document.querySelectorAll("#hits [role=option]")];
  const selected = () => options().find((option) => option.getAttribute("aria-selected") === "true");
  const shown = () => panel.querySelector("[data-kind]")?.dataset ?? {};
  const pathOf = { guide: "guides", department: "departments", person: "people" };

  const isHeldBack = (text) => window.straksCpr.contains(text) || window.straksCpr.mayBecome(text);

  const refuse = (text) => {
    const cpr = window.straksCpr.contains(text);
    problem.textContent = cpr ? window.straksCpr.refusal : "";
    field.setAttribute("aria-invalid", String(cpr));
    return isHeldBack(text);
  };

  // Screen readers hear how many hits there are when the fingers rest.
  let counting = 0;
  const sayCount = (count) => {
    clearTimeout(counting);
    counting = setTimeout(() => {
      document.getElementById("hit-count").textContent = field.value.trim() ? `${count || "Ingen"} fund` : "";
    }, 900);
  };

  // A new search takes back what was to be opened from the older list.
  const search = () => {
    clearTimeout(following);
    htmx.trigger(panel, "htmx:abort");
    if (!refuse(field.value)) htmx.trigger(field, "straks:search");
  };

  field.addEventListener("input", () => {
    wanted = "";
    clearTimeout(typing);
    typing = setTimeout(search, PAUSE_MS);
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== field) return;
    const { kind, slug } = shown();
    event.detail.parameters.shown = kind ? `${kind}:${slug}` : "";
  });

  const markActive = (option) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  const open = (kind, slug) => {
    if (shown().kind === kind && shown().slug === slug) return;
    // A panel that was taken back by a newer one is no error.
    htmx.ajax("GET", `/${pathOf[kind]}/${slug}/panel`, { source: panel, target: "#panel", swap: "morph:innerHTML" }).catch(() => {});
  };

  const choose = (option, wait) => {
    if (!option) return;
    markActive(option);
    clearTimeout(following);
    following = setTimeout(() => open(option.dataset.kind, option.dataset.slug), wait);
  };

  const optionOf = (slug) => options().find((option) => option.dataset.kind === "guide" && option.dataset.slug === slug);

  const openTopic = (slug) => {
    const option = optionOf(slug);
    if (option) choose(option, 0);
    else open("guide", slug);
  };

  const move = (step) => {
    const all = options();
    const now = all.indexOf(selected());
    choose(all[Math.min(Math.max(now + step, 0), all.length - 1)], FOLLOW_MS);
  };

  const enterPanel = () => {
    const title = panel.querySelector("#panel-title");
    if (title) title.focus({ preventScroll: true });
  };

  const clear = () => {
    field.value = "";
    search();
  };

  field.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const scroll = { PageDown: 1, PageUp: -1 }[event.key];
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") enterPanel();
    else if (scroll) panel.scrollBy({ top: scroll * panel.clientHeight * 0.8 });
    else if (event.key === "Escape" && !document.querySelector("#call-bar [data-back], dialog[open]")) clear();
    else return;
    event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const elsewhere = document.activeElement !== field && !document.querySelector("dialog[open], #call-bar [data-back]");
    if (event.key === "Escape" && elsewhere && !event.defaultPrevented) {
      field.focus();
      field.select();
    }
  });

  document.addEventListener("click", (event) => {
    const option = event.target.closest("#hits [role=option]");
    if (option) choose(option, 0);
    const link = event.target.closest("[data-open]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open(...link.dataset.open.split(":"));
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "search-results" && event.detail.elt?.id !== "search-results") return;
    const found = options();
    field.setAttribute("aria-expanded", String(found.length > 0));
    sayCount(found.length);
    markActive(selected() ?? found[0]);
    if (!found.length) showEmpty();
    else panel.scrollTop = 0;
    if (wanted) openTopic(wanted);
    wanted = "";
  });

  const empty = document.createElement("template");
  const showEmpty = () => {
    if (shown().kind) panel.replaceChildren(empty.content.cloneNode(true));
  };
  fetch("/desk/empty", { headers: { "HX-Request": "true" } })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((html) => {
      empty.innerHTML = html;
    });

  // A refused search (422) says why at the field, and leaves the list as it was.
  field.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) event.detail.shouldSwap = false;
  });

  const typed = window.straksTyped?.take("q");
  if (typed && typed !== field.value) {
    field.value = typed;
    document.addEventListener("htmx:load", search, { once: true });
  }
  if (options().length) markActive(options()[0]);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);

  // Shows a search again, and the guide that was chosen then even when it is not the first hit.
  const show = (text, topic) => {
    field.value = text;
    wanted = text ? topic : "";
    search();
  };

  window.straksDesk = {
    show,
    choose: (topic) => choose(optionOf(topic), 0),
    focus: () => field.focus(),
    context: () => {
      const { kind, slug, department } = shown();
      return {
        search: isHeldBack(field.value) ? "" : field.value.trim(),
        guide: kind === "guide" ? slug : "",
        department: kind === "department" ? slug : (department ?? ""),
      };
    },
    title: () => shown().title ?? "",
  };
})();

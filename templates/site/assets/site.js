"use strict";
(() => {
  const root = document.currentScript.dataset.root;
  // Pages from a folder may have no storage.
  const kept = (name, value) => {
    try {
      if (value) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const theme = kept("theme");
  if (theme) document.documentElement.dataset.theme = theme;

  const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);

  // ---- copying ----
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  // ---- the search ----
  let dialog, input, list, status, chosen = -1;
  const loaded = () =>
    new Promise((done) => {
      if (window.searchIndex) return done();
      const index = make("script", { src: `${root}assets/search-index.js` });
      index.addEventListener("load", done);
      document.head.append(index);
    });
  const ranks = { operation: 3, model: 2, parameter: 1, value: 0 };
  const score = ([kind, name, beside, , id], words, whole) => {
    const small = name.toLowerCase();
    const exact = id ? id.toLowerCase() : small;
    const all = `${small} ${beside.toLowerCase()} ${exact}`;
    if (!words.every((word) => all.includes(word))) return -1;
    const points = small === whole || exact === whole ? 100
      : small.startsWith(whole) || exact.startsWith(whole) ? 50
      : small.includes(whole) || exact.includes(whole) ? 30
      : words.every((word) => small.includes(word)) ? 20 : 0;
    return points + ranks[kind] * 4;
  };
  const marked = (text, words) => {
    const part = make("bdi");
    const small = text.toLowerCase();
    let from = 0;
    // Where lower case has another length, nothing can be marked.
    while (small.length === text.length && from < text.length) {
      const [at, word] = words.map((one) => [small.indexOf(one, from), one]).filter(([one]) => one >= 0).sort((one, other) => one[0] - other[0])[0] || [];
      if (word === undefined) break;
      part.append(text.slice(from, at), make("mark", { textContent: text.slice(at, at + word.length) }));
      from = at + word.length;
    }
    part.append(text.slice(from));
    return part;
  };
  const choose = (index) => {
    const items = list.children;
    items[chosen]?.setAttribute("aria-selected", "false");
    chosen = items.length ? (index + items.length) % items.length : -1;
    const item = items[chosen];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    const whole = input.value.toLowerCase().trim();
    const words = whole.split(/\s+/).filter(Boolean);
    list.replaceChildren();
    chosen = -1;
    list.hidden = !words.length;
    input.setAttribute("aria-expanded", String(words.length > 0));
    if (!words.length) {
      status.textContent = "Operations, their ids, parameters, models and values. ↑ ↓ choose, Enter opens, Esc closes.";
      return;
    }
    const found = (window.searchIndex || [])
      .map((entry) => [score(entry, words, whole), entry])
      .filter(([points]) => points >= 0)
      .sort((one, other) => other[0] - one[0]);
    for (const [, [kind, name, beside, href]] of found.slice(0, 50)) {
      const item = make("li", { id: `found-${list.children.length}` });
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.href = root + href;
      item.append(make("span", { className: "what", textContent: kind }), marked(name, words));
      if (beside) item.append(make("small", { textContent: beside, dir: "auto" }));
      list.append(item);
    }
    status.textContent = found.length ? `${found.length} found` : "Nothing found.";
    choose(0);
  };
  const go = (item) => {
    if (!item) return;
    dialog.close();
    location.href = item.dataset.href;
  };
  const build = () => {
    dialog = make("dialog", { className: "search" });
    dialog.setAttribute("aria-label", "Search");
    input = make("input", { type: "search", placeholder: "Search operations, parameters, models …", autocomplete: "off", spellcheck: false });
    list = make("ul", { id: "found", hidden: true });
    status = make("p", { className: "muted" });
    for (const [part, attributes] of [
      [input, { role: "combobox", "aria-label": "Search", "aria-controls": "found", "aria-expanded": "false", "aria-autocomplete": "list" }],
      [list, { role: "listbox", "aria-label": "Found" }],
      [status, { role: "status" }],
    ]) for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
    dialog.append(input, list, status);
    document.body.append(dialog);
    input.addEventListener("input", show);
    list.addEventListener("click", (event) => go(event.target.closest("li")));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        choose(chosen + step);
      } else if (event.key === "Enter") {
        event.preventDefault();
        go(list.children[chosen]);
      } else if (event.key === "Escape") {
        // The first press would only empty the field.
        event.preventDefault();
        dialog.close();
      }
    });
  };
  const search = async () => {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    input.select();
    show();
    await loaded();
    show();
  };

  // ---- ways to a part of the page that is closed ----
  const reveal = () => {
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return;
    }
    if (!target) return;
    for (let one = target; one; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
      if (one.classList.contains("panel")) one.previousElementSibling.previousElementSibling.checked = true;
    }
    target.scrollIntoView();
  };

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "radio";
    if ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      search();
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const one of document.querySelectorAll(".needs-script")) one.hidden = false;
    // The way that was chosen last, on all pages.
    const way = kept("way");
    const radio = way && [...document.querySelectorAll("[data-way]")].find((one) => one.dataset.way === way);
    if (radio) radio.checked = true;
    document.addEventListener("change", (event) => {
      if (event.target.dataset.way) kept("way", event.target.dataset.way);
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.classList.contains("search-open")) search();
      if (button.classList.contains("theme")) {
        const dark = document.documentElement.dataset.theme
          ? document.documentElement.dataset.theme === "dark"
          : matchMedia("(prefers-color-scheme: dark)").matches;
        document.documentElement.dataset.theme = kept("theme", dark ? "light" : "dark") || (dark ? "light" : "dark");
      }
      if (button.classList.contains("copy")) {
        copy(button.parentElement.querySelector("code").textContent);
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = "Copy"), 1500);
      }
    });
    document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest" });
    reveal();
  });
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
})();

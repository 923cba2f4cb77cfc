"use strict";
(() => {
  const script = document.currentScript;
  const root = script.dataset.root;
  const remembered = (value) => {
    try {
      if (value) localStorage.setItem("theme", value);
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const theme = remembered();
  if (theme) document.documentElement.dataset.theme = theme;

  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const copied = (button) => {
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  };
  // Pages from a folder have no clipboard of the new kind everywhere.
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

  let dialog, input, list, status;
  const loaded = () =>
    new Promise((done) => {
      if (window.searchIndex) return done();
      const index = make("script", { src: `${root}assets/search-index.js` });
      index.addEventListener("load", done);
      document.head.append(index);
    });
  const score = (entry, words) => {
    const name = entry[1].toLowerCase();
    const all = `${name} ${entry[2].toLowerCase()}`;
    if (!words.every((word) => all.includes(word))) return -1;
    const whole = words.join(" ");
    const kind = entry[0] === "operation" ? 2 : entry[0] === "model" ? 1 : 0;
    return (name === whole ? 100 : name.startsWith(whole) ? 40 : name.includes(whole) ? 20 : all.includes(whole) ? 15 : 0) + kind;
  };
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (!words.length) return (status.textContent = "Operations, parameters, models and values.");
    const found = (window.searchIndex || [])
      .map((entry) => [score(entry, words), entry])
      .filter(([points]) => points >= 0)
      .sort((one, other) => other[0] - one[0])
      .slice(0, 40);
    for (const [, [kind, name, beside, href]] of found) {
      const link = make("a", { href: root + href });
      link.append(make("span", { className: "what", textContent: kind }), make("bdi", { textContent: name }), make("small", { textContent: beside, dir: "auto" }));
      const item = make("li", {});
      item.append(link);
      list.append(item);
    }
    status.textContent = found.length ? `${found.length} found` : "Nothing found.";
  };
  const build = () => {
    dialog = make("dialog", { className: "search" });
    dialog.setAttribute("aria-label", "Search");
    input = make("input", { type: "search", placeholder: "Search", autocomplete: "off" });
    input.setAttribute("aria-label", "Search");
    list = make("ul", {});
    status = make("p", { className: "muted" });
    status.setAttribute("role", "status");
    dialog.append(input, status, list);
    document.body.append(dialog);
    input.addEventListener("input", show);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("a")) dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        (links[at + step] || (step < 0 ? input : links[links.length - 1]))?.focus();
      } else if (event.key === "Enter" && document.activeElement === input) {
        links[0]?.click();
      }
    });
  };
  const search = async () => {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    input.select();
    await loaded();
    show();
  };
  // What an address points into is opened.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
      if (at.classList.contains("panel")) document.getElementById(at.previousElementSibling.htmlFor).checked = true;
    }
    target?.scrollIntoView();
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const one of document.querySelectorAll(".needs-script")) one.hidden = false;
    if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".menu").open = false;
    document.querySelector(".search-open").addEventListener("click", search);
    document.querySelector(".theme").addEventListener("click", () => {
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
      document.documentElement.dataset.theme = remembered(now === "dark" ? "light" : "dark") || (now === "dark" ? "light" : "dark");
    });
    document.addEventListener("click", async (event) => {
      const button = event.target.closest(".copy");
      if (!button) return;
      await copy(button.nextElementSibling.textContent);
      copied(button);
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select");
      if ((event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey))) {
        event.preventDefault();
        search();
      }
    });
    if (location.hash) reveal();
  });
  addEventListener("hashchange", reveal);
})();

// Opens the pages of sites in a browser, and says on lines what became of each case.
// Called as: node site.cjs SETTINGS, a file of JSON: { chromium, modules: [folders],
// sites: { name: folder }, most: how many pages of each are opened, kinds: { name: [{ text, kind }] } }.
"use strict";
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const { pathToFileURL } = require("url");

const settings = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const load = (name) => {
  for (const folder of settings.modules) {
    try {
      return createRequire(path.join(folder, "x.js"))(name);
    } catch (error) {
      if (error.code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw new Error(`the module ${name} is not installed`);
};
const puppeteer = load("puppeteer-core");
const axe = load("axe-core").source;
const { HtmlValidate, StaticConfigLoader } = load("html-validate");

const say = (site, what, wrong) => {
  const why = wrong.slice(0, 12).join("; ").replace(/\s+/g, " ");
  console.log(wrong.length ? `failed ${site}, ${what}: ${why}` : `ok ${site}, ${what}`);
};

const pagesOf = (folder) =>
  fs.readdirSync(folder, { recursive: true }).map(String).filter((one) => one.endsWith(".html")).sort();

// Some of many pages: the first, and then every so many.
const some = (pages, most) => pages.filter((_, index) => index % Math.ceil(pages.length / most) === 0);

const valid = async (site, folder, pages) => {
  const loader = new StaticConfigLoader({
    extends: ["html-validate:recommended"],
    // What a reader does not see; and a region of code that scrolls is no section of the page.
    rules: { "no-trailing-whitespace": "off", "long-title": "off", "prefer-native-element": "off", "no-implicit-button-type": "error" },
  });
  const validator = new HtmlValidate(loader);
  const wrong = [];
  for (const page of pages) {
    const report = await validator.validateFile(path.join(folder, page));
    for (const result of report.results)
      for (const one of result.messages) wrong.push(`${page}:${one.line} ${one.ruleId}: ${one.message}`);
  }
  say(site, `HTML of ${pages.length} pages is valid (html-validate)`, wrong);
};

const opened = async (browser, site, folder, pages) => {
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  const complaints = [];
  const asked = [];
  let now = "";
  page.on("console", (one) => ["error", "warn"].includes(one.type()) && complaints.push(`${now}: ${one.text()}`));
  page.on("pageerror", (error) => complaints.push(`${now}: ${error.message}`));
  page.on("request", (one) => !/^(file|data|about):/.test(one.url()) && asked.push(`${now}: ${one.url()}`));
  page.on("requestfailed", (one) => complaints.push(`${now}: ${one.url()} failed`));
  const wide = [];
  const ill = [];
  for (const file of pages) {
    now = file;
    for (const [width, theme] of [[360, "light"], [1280, "dark"], [3840, "light"]]) {
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      await page.goto(pathToFileURL(path.join(folder, file)).href, { waitUntil: "load" });
      await page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = true; });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) wide.push(`${file} at ${width}: ${over} px`);
      if (width < 3840) {
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run({ preload: false, resultTypes: ["violations"] }));
        for (const one of found.violations) ill.push(`${file} at ${width}, ${theme}: ${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 120)}`);
      }
    }
  }
  await page.close();
  say(site, `${pages.length} pages open without a complaint in the console`, complaints);
  say(site, "nothing is asked of another host", asked);
  say(site, "no page scrolls sideways at 360, 1280 and 3840 px", wide);
  say(site, "no violation of accessibility, light and dark (axe-core)", ill);
};

const linked = async (site, folder, pages) => {
  const ids = new Map();
  const idsOf = (file) => {
    if (!ids.has(file)) ids.set(file, new Set([...fs.readFileSync(file, "utf8").matchAll(/ id="([^"]*)"/g)].map((one) => one[1])));
    return ids.get(file);
  };
  const wrong = [];
  for (const page of pages) {
    const file = path.join(folder, page);
    for (const [, raw] of fs.readFileSync(file, "utf8").matchAll(/ (?:href|src)="([^"]*)"/g)) {
      const address = raw.replaceAll("&#x2f;", "/").replaceAll("&amp;", "&");
      if (/^[a-z]+:/.test(address)) continue;
      const [to, anchor] = address.split("#");
      const target = to ? path.join(path.dirname(file), to) : file;
      if (!fs.existsSync(target)) wrong.push(`${page}: ${address}`);
      else if (anchor && !idsOf(target).has(anchor)) wrong.push(`${page}: ${address} has no such anchor`);
    }
  }
  say(site, "every link within the site leads somewhere", wrong);
};

// The key is pressed once more where the window did not have the focus yet.
const opensSearch = async (page) => {
  for (let tries = 0; tries < 3; tries += 1) {
    await page.bringToFront();
    await page.keyboard.press("/");
    if (await page.waitForSelector("dialog[open] input:focus", { timeout: 10_000 }).catch(() => null)) return;
  }
  throw new Error("the search does not open");
};

const used = async (browser, site, folder, pages) => {
  const operation = pages.find((one) => one.startsWith("operations/"));
  const url = pathToFileURL(path.join(folder, operation)).href;
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(url);
  const wrong = [];
  const check = (what, is) => is || wrong.push(what);

  // The search, by keyboard alone.
  const id = await page.$$eval(".head dd code", (all) => all[all.length - 1].textContent);
  await opensSearch(page);
  await page.waitForFunction(() => window.searchIndex);
  await page.keyboard.type(id);
  await page.waitForSelector("dialog [role=option][aria-selected=true]");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  check("an operation is found by its id", page.url() === url);
  for (const kind of settings.kinds?.[site] || []) {
    await opensSearch(page);
    await page.keyboard.type(kind.text);
    const found = await page.$$eval("dialog [role=option]", (all) => all.map((one) => one.textContent));
    check(`${kind.text} is found as ${kind.kind}`, found.some((one) => one.startsWith(kind.kind)));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Escape");
    check("Escape closes the search", !(await page.$("dialog[open]")));
  }

  // Tabs, by mouse and keyboard.
  const shown = () => page.$$eval(".samples fieldset:first-of-type > .panel", (all) => all.findIndex((one) => one.offsetHeight > 0));
  await page.click(".samples fieldset:first-of-type label:nth-of-type(3)");
  check("a tab opens by mouse", (await shown()) === 2);
  await page.focus(".samples fieldset:first-of-type input:checked");
  await page.keyboard.press("ArrowRight");
  check("the next tab opens by keyboard", (await shown()) === 3);
  await page.reload();
  check("the tab is remembered", (await shown()) === 3);

  // Copying.
  await page.evaluate(() => {
    window.copied = null;
    navigator.clipboard.writeText = async (text) => { window.copied = text; };
  });
  const panel = `.samples fieldset:first-of-type .panel:nth-of-type(${(await shown()) + 1})`;
  await page.click(`${panel} .copy`);
  const same = await page.$eval(`${panel} code`, (one) => one.textContent === window.copied);
  check("the copy button copies the code", same);

  // Dark and light.
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await paper();
  await page.click(".theme");
  const after = await paper();
  await page.reload();
  check("the theme changes and stays", before !== after && (await paper()) === after);

  // A way to a closed part opens it.
  const closed = await page.evaluate(() => document.querySelector("details.response:not([open]) .node[id]")?.id);
  if (closed) {
    await page.evaluate((hash) => { location.hash = hash; }, closed);
    check("a link to a closed part opens it", await page.waitForFunction((hash) => document.getElementById(hash).offsetHeight > 0, { timeout: 3000 }, closed).then(() => true, () => false));
  }

  // Every control is reached by Tab.
  await page.goto(url);
  const all = await page.evaluate(() => [...document.querySelectorAll("a[href], button, summary, pre[tabindex]")].filter((one) => one.checkVisibility()).length);
  const reached = new Set();
  for (let presses = 0; presses < all + 60; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one.matches("a[href], button, summary, pre[tabindex]")) return null;
      one.dataset.reached ||= String(document.querySelectorAll("[data-reached]").length);
      return one.dataset.reached;
    });
    if (at) reached.add(at);
  }
  check(`Tab reaches everything (${reached.size} of ${all})`, reached.size >= all);
  await page.close();

  // Without a script.
  const bare = await browser.newPage();
  await bare.setJavaScriptEnabled(false);
  await bare.goto(url);
  const visible = await bare.$$eval(".copy, .search-open", (some) => some.filter((one) => one.offsetHeight > 0).length).catch(() => 0);
  check("without a script no button is there that does nothing", visible === 0);
  check("without a script a tab opens", await bare.click(".samples label:nth-of-type(2)").then(() => bare.$(".samples fieldset:first-of-type input:nth-of-type(2):checked")).then(Boolean, () => false));
  await bare.close();
  say(site, "search, tabs, copying, theme, keyboard; and no script", wrong);
};

(async () => {
  const browser = await puppeteer.launch({ executablePath: settings.chromium, headless: true, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"], protocolTimeout: 600_000 });
  try {
    for (const [site, folder] of Object.entries(settings.sites)) {
      const pages = pagesOf(folder);
      const few = some(pages, settings.most);
      await linked(site, folder, pages);
      await valid(site, folder, few);
      await opened(browser, site, folder, few);
      await used(browser, site, folder, pages);
    }
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

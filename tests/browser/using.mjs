// Whether readers find their way: search and its filters by keyboard, the switch of colours, back and forward, and everything
// without scripts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GONE, watched } from "./watched.mjs";

const PATIENCE = 10_000;

// A record of the site whose title has a word long enough to be misspelt.
const sought = (folder) => {
  const docs = JSON.parse(readFileSync(join(folder, "search/docs-0.json"), "utf8"));
  const long = (doc) => doc.title.match(/[a-z]{7,}/i);
  const doc = docs.find((each) => long(each) && each.kind && each.title.length < 60) || docs.find(long);
  return doc && { ...doc, word: long(doc)[0] };
};

const searching = async ({ page, visit, expect }, base, folder) => {
  const doc = sought(folder);
  await visit(base, "index.html");
  await page.keyboard.press("/");
  const field = page.locator(".search input");
  expect(await field.evaluate((each) => each === document.activeElement), "`/` does not lead to the search");
  for (const text of [doc.title, doc.title.replace(doc.word, doc.word.slice(0, 3) + doc.word.slice(4))]) {
    await field.fill(text);
    const found = page.locator(`.found a[href$="${doc.url}"]`);
    await found.first().waitFor({ timeout: PATIENCE }).catch(() => expect(false, `“${text}” does not find ${doc.url}`));
  }
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  const chosen = await page.locator('.found [aria-selected="true"]').getAttribute("id");
  expect(chosen === (await field.getAttribute("aria-activedescendant")), "the chosen find is not the one that is told");
  await page.keyboard.press("Escape");
  expect((await page.locator(".found li").count()) === 0, "Escape does not close the finds");
  expect((await field.getAttribute("aria-expanded")) === "false", "closed finds are told as open");
  await field.fill(doc.title);
  const first = page.locator(".found li a").first();
  await first.waitFor({ timeout: PATIENCE });
  const target = await first.evaluate((each) => each.href);
  await page.keyboard.press("ArrowDown");
  await Promise.all([page.waitForURL(target), page.keyboard.press("Enter")]);
  await page.goBack();
  await page.keyboard.press("/");
  await page.locator(".search input").fill(doc.title);
  await Promise.all([page.waitForURL(/search\/(index\.html)?\?q=/), page.keyboard.press("Enter")]);
  await filtering({ page, expect }, doc);
};

const filtering = async ({ page, expect }, doc) => {
  const finds = page.locator(".finds li");
  await finds.first().waitFor({ timeout: PATIENCE });
  const all = await finds.count();
  for (const name of ["kind", "status"]) {
    const select = page.locator(`.asking select[name="${name}"]`);
    if (!doc[name] || !(await select.count())) continue;
    await Promise.all([page.waitForURL((url) => url.searchParams.get(name) === doc[name]), select.selectOption(doc[name])]);
    await finds.first().waitFor({ timeout: PATIENCE });
    expect((await finds.count()) <= all, `the filter by ${name} finds more`);
    expect((await page.locator(`.finds a[href$="${doc.url}"]`).count()) === 1, `the filter by ${name} loses ${doc.url}`);
    const texts = await finds.allInnerTexts();
    expect(texts.every((text) => text.includes(doc[name])), `the filter by ${name} shows others`);
  }
};

const switching = async ({ page, visit, expect }, base) => {
  await visit(base, "index.html");
  const theme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const before = await theme();
  await page.locator("button.theme").click();
  const after = await theme();
  expect(after !== before, `the switch leaves the colours ${before}`);
  for (const [path, how] of [["index.html", "reload"], ["search/a-z.html", "goto"]]) {
    await (how === "reload" ? page.reload() : visit(base, path));
    expect((await theme()) === after, `the colours do not last over ${how}`);
    expect((await page.locator("button.theme").getAttribute("aria-pressed")) === String(after === "dark"), "the switch tells another colour");
  }
  await page.locator("button.theme").click();
  expect((await theme()) !== after, "the colours cannot be switched back");
};

// From the home page by links: each section, its first record, and back again.
const walking = async ({ page, visit, expect }, base) => {
  await visit(base, "index.html");
  const sections = await page.locator("nav.sections a").evaluateAll((links) => links.map((link) => link.href));
  expect(sections.length > 2, "there are hardly any sections");
  const home = page.url();
  for (const section of sections) {
    await page.goto(section);
    expect((await page.locator("h1").count()) >= 1, `${section} has no heading`);
    const first = page.locator("main a[href]:visible:not([href^='http']):not([href^='#'])").first();
    if (!(await first.count())) continue;
    const target = await first.evaluate((link) => link.href.split("#")[0]);
    await Promise.all([page.waitForURL((url) => url.href.split("#")[0] === target), first.click()]);
    expect(await page.locator("main h1").first().isVisible(), `${target} shows no heading`);
    expect((await page.locator("main").innerText()).trim().length > 20, `${target} shows no text`);
    await page.goBack();
    expect(page.url() === section, `back from ${target} leads to ${page.url()}`);
    await page.goForward();
    expect(page.url().split("#")[0] === target, `forward to ${target} leads to ${page.url()}`);
  }
  await page.locator("header a.name").click();
  await page.waitForURL(home);
};

const unscripted = async ({ page, visit, expect }, base) => {
  await walking({ page, visit, expect }, base);
  expect(!(await page.locator("button.theme").isVisible()), "a switch that does nothing is shown");
  expect(!(await page.locator(".search input").isVisible()), "a search field that does nothing is shown");
  await page.locator(".search a.find").click();
  expect(await page.locator(".unscripted").isVisible(), "the search page does not say that it needs a script");
  await page.locator('main a[href$="a-z.html"]').click();
  await page.locator("main li a").first().click();
  expect(await page.locator("main h1").first().isVisible(), "A to Z leads to no record");
};

const stepping = async ({ page, visit, expect }, base) => {
  await visit(base, "index.html");
  await page.keyboard.press("Tab");
  expect(await page.locator("a.skip").evaluate((link) => link === document.activeElement && link.getBoundingClientRect().top >= 0), "the first step is not the way to the text");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement === document.querySelector("main")), "the way to the text does not lead there");
  for (let at = 0; at < 5; at++) await page.keyboard.press("Tab");
  const ring = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    return `${outlineStyle} ${outlineWidth}`;
  });
  expect(!ring.startsWith("none") && !ring.endsWith(" 0px"), `what is focused is not outlined: ${ring}`);
};

// What is not there: a page that says so, in the look of the site, from any depth.
const missing = async ({ page, at, expect }, base) => {
  const address = `${base}decisions/deep${GONE}`;
  at(address);
  const answer = await page.goto(address);
  expect(answer.status() === 404, "what is missing is not told as missing");
  await page.locator("header a.name").click();
  await page.waitForURL((url) => [base, `${base}index.html`].includes(url.href));
};

// `sites`: name, folder and base, the address at which it is served.
export const using = async (browser, origin, sites, tell) => {
  let count = 0;
  const within = async (options, site, parts) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(PATIENCE);
    for (const part of parts) {
      const note = (text) => tell(`${site.name}: ${part.name}: ${text}`);
      const expect = (holds, text) => holds || note(text);
      const open = await watched(context, origin, note);
      await part({ ...open, expect }, `${origin}${site.base}`, site.folder).catch((error) => note(error.message.split("\n").slice(0, 4).join(" ")));
      await open.page.close();
      count++;
    }
    await context.close();
  };
  for (const site of sites) {
    const isExample = ["root", "cloud"].includes(site.name);
    await Promise.all([
      within({}, site, isExample ? [searching, walking, stepping, missing] : [searching]),
      within({ colorScheme: "dark" }, site, isExample ? [switching] : []),
      within({ javaScriptEnabled: false }, site, [unscripted]),
    ]);
  }
  return count;
};

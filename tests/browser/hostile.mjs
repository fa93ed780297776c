// Whether anything of a hostile repository runs: every file of its site is opened, and what it asks for is watched.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { watched } from "./watched.mjs";

// Before any script of a page: what the payloads call, and what breaks the policy.
const hook = () => {
  globalThis.hit = () => console.error("A PAYLOAD RAN");
  addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}: ${event.blockedURI}`));
};

// What a page may hold, as the browser understood it, whatever its text looks like.
const suspects = () => {
  const found = [];
  const own = /^(early|site)\.js$/;
  for (const each of document.querySelectorAll("*")) {
    for (const { name, value } of each.attributes) {
      if (/^on/i.test(name)) found.push(`${each.localName} ${name}`);
      if (["href", "src", "action", "formaction", "data", "xlink:href", "poster", "srcset"].includes(name)) {
        let scheme = "none";
        try {
          scheme = new URL(value, document.baseURI).protocol;
        } catch {
          // No address at all.
        }
        const isIcon = each.localName === "link" && each.rel === "icon";
        if (!["http:", "https:", "mailto:", "tel:", "irc:", "ircs:", "xmpp:", "none"].includes(scheme) && !isIcon) found.push(`${each.localName} ${name}=${value}`);
        if (each.localName !== "a" && scheme.startsWith("http") && new URL(value, document.baseURI).origin !== location.origin && each.rel !== "canonical" && each.rel !== "alternate") found.push(`${each.localName} asks ${value}`);
      }
    }
    if (/^(iframe|frame|object|embed|base|form|textarea|marquee|portal|video|audio|template|noscript|style)$/.test(each.localName) && !each.closest(".asking")) found.push(each.localName);
    if (each.localName === "script" && !own.test(new URL(each.src || "x:none").pathname.split("/").pop())) found.push("script");
  }
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  found.push(...ids.filter((id, at) => ids.indexOf(id) !== at && /^(site|page):/.test(id)).map((id) => `twice: ${id}`));
  if (document.querySelectorAll(".search").length > 1) found.push("a second search");
  return found;
};

// Every page and picture; of what is only data, enough to see that it is served and read as data.
const EACH_OF_DATA = 20;

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(folder, path)).isFile() && /\.(html|svg|xml|atom|json|md|txt)$/.test(path))
    .sort()
    .filter((path, at) => /\.(html|svg|xml|atom)$/.test(path) || at % EACH_OF_DATA === 0);

// Words that the search shows, written as markup.
const SEARCHED = ["script", "img onerror", "<img src=x onerror=hit()>", "javascript:hit()", "svg"];

export const hostile = async (browser, origin, sites, tell) => {
  let count = 0;
  for (const { folder, base } of sites) {
    const context = await browser.newContext({ reducedMotion: "reduce" });
    await context.addInitScript(hook);
    const files = filesOf(folder);
    const reader = async (part) => {
      const { page, visit } = await watched(context, origin, tell);
      for (let at = part; at < files.length; at += 3) {
        await visit(origin + base, files[at]);
        if (files[at].endsWith(".html")) for (const found of await page.evaluate(suspects)) tell(`${files[at]}: ${found}`);
        count++;
      }
      await page.close();
    };
    await Promise.all([0, 1, 2].map(reader));
    const { page, visit, at } = await watched(context, origin, tell);
    await visit(origin + base, "index.html");
    for (const text of SEARCHED) {
      at(`search for ${text}`);
      await page.locator(".search input").fill(text);
      await page.waitForTimeout(300);
      for (const found of await page.evaluate(suspects)) tell(`search for ${text}: ${found}`);
      for (const name of ["q", "kind", "status", "service"]) {
        await page.goto(`${origin}${base}search/index.html?q=script&${name}=${encodeURIComponent(text)}#${encodeURIComponent(text)}`);
        await page.locator(".asking button").waitFor();
        for (const found of await page.evaluate(suspects)) tell(`search page for ${text}: ${found}`);
      }
    }
    await context.close();
  }
  return count;
};

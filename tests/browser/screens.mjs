// Takes pictures of a page of every type, for people to look at:
//
//     node tests/browser/screens.mjs OUT SITE…
//
// Every SITE is a folder that `opsrepo render` made. OUT gets a PNG per page, width (1280, 375) and colours (light, dark):
// `SITE-1280-light-decisions-index.png`. WIDTHS=1280, COLOURS=light, EACH=1 (pages of a type, 0 for all) and ONLY=decisions (a part of the
// address) narrow it down.
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { start } from "./chromium.mjs";
import { pagesOf, sampled } from "./pages.mjs";
import { serve } from "./server.mjs";

// Higher pictures than this are cut: nobody looks at the rest.
const HIGHEST = 4000;
const list = (name, otherwise) => (process.env[name] || otherwise).split(",");
const [out, ...sites] = process.argv.slice(2);
if (!sites.length) {
  console.error("usage: node tests/browser/screens.mjs OUT SITE…");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const server = await serve(Object.fromEntries(sites.map((site) => [`/${basename(resolve(site))}/`, site])));
const browser = await start();
let count = 0;
for (const site of sites) {
  const name = basename(resolve(site));
  // What only leads on to another page has nothing to look at.
  const leadsOn = ({ path }) => readFileSync(join(site, path), "utf8").slice(0, 4000).includes('http-equiv="refresh"');
  const all = pagesOf(site).filter((page) => !leadsOn(page));
  const pages = sampled(all, 2).filter(({ path }) => path.includes(process.env.ONLY || ""));
  for (const width of list("WIDTHS", "1280,375")) {
    for (const colorScheme of list("COLOURS", "light,dark")) {
      const context = await browser.newContext({ colorScheme, viewport: { width: Number(width), height: 900 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      for (const { path } of pages) {
        await page.goto(`${server.origin}/${name}/${path.split("/").map(encodeURIComponent).join("/")}`);
        const height = Math.min(HIGHEST, await page.evaluate(() => document.documentElement.scrollHeight));
        const flat = path.replace(/\.html$/, "").replace(/[^\w.-]+/g, "-").slice(0, 80);
        await page.screenshot({ path: join(out, `${name}-${width}-${colorScheme}-${flat}.png`), clip: { x: 0, y: 0, width: Number(width), height }, fullPage: true });
        count++;
      }
      await context.close();
    }
  }
}
await browser.close();
server.end();
console.log(`${count} pictures in ${out}`);

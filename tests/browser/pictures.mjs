// Takes the pictures of the documents from a site of the example cloud:
//
//     node tests/browser/pictures.mjs docs/images SITE
//
// A picture is what a screen shows at once, so that nobody reads long strips. `pngquant` makes them small enough to commit.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { start } from "./chromium.mjs";
import { serve } from "./server.mjs";

const [out, site] = process.argv.slice(2);
if (!site) {
  console.error("usage: node tests/browser/pictures.mjs OUT SITE");
  process.exit(2);
}
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 375, height: 800 };
const PICTURES = [
  { name: "home", path: "index.html" },
  { name: "decisions", path: "decisions/index.html" },
  { name: "decision-dark", path: "decisions/0009-keep-persistent-volumes-in-ceph.html", colours: "dark" },
  { name: "service", path: "services/identity.html" },
  { name: "incident", path: "incidents/2026-02-14-sign-in-certificate-expired.html" },
  { name: "statistics", path: "incidents/statistics/index.html" },
  { name: "runbook-phone", path: "runbooks/ingress-certificate-expiring.html", screen: PHONE },
  { name: "search", path: "index.html", typed: "certificat" },
];
mkdirSync(out, { recursive: true });
const server = await serve({ "/": site });
const browser = await start();
for (const { name, path, typed, colours = "light", screen = WIDE } of PICTURES) {
  const context = await browser.newContext({ colorScheme: colours, viewport: screen, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${server.origin}/${path}`);
  if (typed) {
    await page.keyboard.press("/");
    await page.keyboard.type(typed);
    await page.locator(".found li").first().waitFor();
  }
  await page.screenshot({ path: join(out, `site-${name}.png`) });
  await context.close();
}
await browser.close();
server.end();
console.log(`${PICTURES.length} pictures in ${out}`);

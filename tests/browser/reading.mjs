// Whether pages can be read by everybody: axe finds nothing (WCAG 2.2 AA and good practice), in both colours and two widths,
// and no page is wider than a small phone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pagesOf, sampled } from "./pages.mjs";
import { watched } from "./watched.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// Bytes of the largest page that is looked at where there are smaller ones of its type: more of the same is only slower.
const LARGE = 100_000;
const COLOURS = ["color-contrast", "link-in-text-block"];
// In its other colours a page is asked about these only, as all else is the same there; of further sites one half is enough.
const VIEWS = [
  { width: 1280, colours: ["light", "dark"] },
  { width: 360, colours: ["dark", "light"] },
];

const asked = (rules) => ({
  runOnly: rules ? { type: "rule", values: rules } : { type: "tag", values: TAGS },
  resultTypes: ["violations"],
});

const wide = () => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const outside = [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > root.clientWidth + 1);
  return `${root.scrollWidth} px wide: ${outside.slice(0, 3).map((each) => each.outerHTML.slice(0, 100)).join(" | ")}`;
};

const look = async (page, rules) => {
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), asked(rules));
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 2).map((node) => `axe ${id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n").slice(1).join(" ").trim()}: ${node.html.slice(0, 160)}`));
};

// `sites`: name, folder, base, the address at which it is served, and whether it is the first.
export const reading = async (browser, origin, sites, tell) => {
  const all = sites.flatMap((site) => sampled(pagesOf(site.folder), 1, LARGE).map(({ path }) => ({ site, path })));
  let count = 0;
  const view = async ({ width, colours: [first, other] }) => {
    const context = await browser.newContext({ colorScheme: first, viewport: { width, height: 900 }, reducedMotion: "reduce" });
    const note = (colours, text) => tell(`${width} px ${colours}: ${text}`);
    const { page, visit } = await watched(context, origin, (text) => note(first, text));
    for (const { site, path } of all) {
      const ask = async (colorScheme, rules) => {
        for (const found of await look(page, rules)) note(colorScheme, `${site.name}/${path}: ${found}`);
        const over = await page.evaluate(wide);
        if (over) note(colorScheme, `${site.name}/${path}: ${over}`);
        count++;
      };
      await page.emulateMedia({ colorScheme: first });
      await visit(origin + site.base, path);
      await page.evaluate(AXE);
      await ask(first);
      if (!site.isFirst) continue;
      await page.emulateMedia({ colorScheme: other });
      await ask(other, COLOURS);
    }
    await context.close();
  };
  await Promise.all(VIEWS.map(view));
  return count;
};

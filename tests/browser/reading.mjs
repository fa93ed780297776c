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
// Half of the views ask about colours only, as all else is the same there; of further sites the other half is enough.
const VIEWS = [
  { width: 1280, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
  { width: 1280, colorScheme: "dark", rules: COLOURS },
  { width: 360, colorScheme: "light", rules: COLOURS },
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
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), asked(rules));
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 2).map((node) => `axe ${id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n").slice(1).join(" ").trim()}: ${node.html.slice(0, 160)}`));
};

// `sites`: name, folder, base, the address at which it is served, and whether it is the first.
export const reading = async (browser, origin, sites, tell) => {
  const all = sites.flatMap((site) => sampled(pagesOf(site.folder), 1, LARGE).map(({ path }) => ({ site, path })));
  let count = 0;
  const view = async ({ width, colorScheme, rules }) => {
    const jobs = all.filter(({ site }) => site.isFirst || !rules);
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
    const note = (text) => tell(`${width} px ${colorScheme}: ${text}`);
    const { page, visit } = await watched(context, origin, note);
    for (const { site, path } of jobs) {
      await visit(origin + site.base, path);
      for (const found of await look(page, rules)) note(`${site.name}/${path}: ${found}`);
      const over = await page.evaluate(wide);
      if (over) note(`${site.name}/${path}: ${over}`);
    }
    count += jobs.length;
    await context.close();
  };
  await Promise.all(VIEWS.map(view));
  return count;
};

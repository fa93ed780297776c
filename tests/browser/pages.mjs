// The pages of a site, and which of them stand for their type.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

// Every HTML page: its address from the root of the site, and its size in bytes.
export const pagesOf = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((path) => path.split("\\").join("/"))
    .filter((path) => path.endsWith(".html"))
    .sort()
    .map((path) => ({ path, size: statSync(join(folder, path)).size }));

// Pages whose name is their own type: lists and pictures of a whole kind.
const LISTS = new Set(["index.html", "a-z.html", "graph.html", "statistics.html", "table.html"]);

// What pages of one type have in common: the section, how deep they lie, and a name that is not that of one record.
export const typeOf = (path) => {
  const [section, ...rest] = path.split("/");
  if (!rest.length) return section;
  const name = rest.pop();
  const isFree = (section === "pages" && name !== "index.html") || (section === "checks" && rest.length);
  if (isFree) return `${section}/**`;
  // Below a record: `incidents/*/review/index.html`.
  const below = rest.map((part, at) => (at === 0 ? "*" : part));
  return [section, ...below, LISTS.has(name) ? name : "*.html"].join("/");
};

// At most `count` pages of each type (EACH says otherwise), from the largest that is not huge to the smallest.
export const sampled = (pages, otherwise, huge = 400_000) => {
  const count = Number(process.env.EACH ?? otherwise);
  if (!count) return pages;
  const types = new Map();
  for (const page of pages) types.set(typeOf(page.path), [...(types.get(typeOf(page.path)) || []), page]);
  const chosen = [];
  for (const [type, all] of [...types].sort()) {
    const small = all.filter((page) => page.size <= huge);
    const sorted = [...(small.length ? small : all)].sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1));
    const step = Math.max(1, (sorted.length - 1) / Math.max(1, count - 1));
    const places = new Set(Array.from({ length: Math.min(count, sorted.length) }, (_, at) => Math.round(at * step)));
    for (const at of places) if (sorted[at]) chosen.push({ type, ...sorted[at] });
  }
  return chosen;
};

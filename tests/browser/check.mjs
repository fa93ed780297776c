// Looks at rendered sites in a real browser; tests/suite/browser.rs starts it:
//
//     node tests/browser/check.mjs PART BASE=FOLDER…
//
// PART is a file here, BASE the path (`/ops/cloud/`) at which a site is served. The first site is
// looked at most closely. EACH=5 looks at five pages of each type, EACH=0
// at all. Every finding is a line; without any, one line says what was looked at.
import { resolve } from "node:path";
import { start } from "./chromium.mjs";
import { hostile } from "./hostile.mjs";
import { reading } from "./reading.mjs";
import { serve } from "./server.mjs";
import { using } from "./using.mjs";
import { valid } from "./valid.mjs";

const PARTS = { hostile, reading, using, valid };
const [part, ...given] = process.argv.slice(2);
const sites = given.map((each) => {
  const [base, folder] = each.split("=");
  return { base, name: base.split("/").at(-2) || "root", folder: resolve(folder), isFirst: each === given[0] };
});
const begun = Date.now();
const findings = [];
const server = await serve(Object.fromEntries(sites.map(({ base, folder }) => [base, folder])));
const browser = part === "valid" ? null : await start();
const count = await PARTS[part](browser, server.origin, sites, (text) => findings.push(text));
await browser?.close();
server.end();
for (const finding of new Set(findings)) console.log(finding);
console.log(`${part}: ${count} looked at, ${findings.length} findings, ${((Date.now() - begun) / 1000).toFixed(1)} s`);
process.exitCode = findings.length ? 1 : 0;

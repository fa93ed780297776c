// Whether every page is valid HTML, as html-validate says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { pagesOf, sampled } from "./pages.mjs";

const CONFIG = {
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // HTML as templates and the sanitiser write it: these are matters of taste.
    "attribute-boolean-style": "off",
    "attr-quotes": "off",
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    // Titles are as long as their authors made them.
    "long-title": "off",
    // Names of rules and headings in any script are ids; HTML asks for no more than that they hold no space.
    "valid-id": ["error", { relaxed: true }],
    // Lists with a label are read with it.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // What is found while somebody types is a list box; a <select> cannot be that.
    // A box that scrolls is a region of the page, and no section of its text.
    "prefer-native-element": ["error", { exclude: ["listbox", "region"] }],
    // The scripts and the style sheet are files of the site itself.
    "require-sri": ["error", { target: "crossorigin" }],
  },
};

export const valid = (_browser, _origin, sites, tell) => {
  const validator = new HtmlValidate(new StaticConfigLoader(CONFIG));
  let count = 0;
  for (const { name, folder } of sites) {
    for (const { path } of sampled(pagesOf(folder), 4)) {
      const report = validator.validateStringSync(readFileSync(join(folder, path), "utf8"), path);
      count++;
      for (const { messages } of report.results) for (const { ruleId, message, line, column } of messages) tell(`${name}/${path}:${line}:${column}: ${ruleId}: ${message}`);
    }
  }
  return count;
};

// Starts the browser: Debian's Chromium, without windows where that is installed, or what CHROMIUM names.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const executable = () => {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH || "").split(delimiter);
  for (const name of NAMES) for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  throw new Error(`none of ${NAMES.join(", ")} is installed: run tests/install.sh`);
};

export const start = () =>
  chromium.launch({
    executablePath: executable(),
    // As root, and in containers, its own sandbox cannot be set up. It only sees pages that were made here.
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--font-render-hinting=none"],
  });

// A server of files below a prefix, as the hosts of static sites are: types by ending, `404.html`, no listing of folders.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".gif": "image/gif",
};

const fileOf = (folder, path) => {
  const file = resolve(folder, `.${path}`);
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  const found = existsSync(file) && statSync(file).isDirectory() ? join(file, "index.html") : file;
  return existsSync(found) && statSync(found).isFile() ? found : null;
};

// `sites`: a prefix (`/ops/cloud/`) and the folder that is served below it. Answers the address without a path, and how to end.
export const serve = async (sites) => {
  // The longest prefix first: the site at `/` has what is left.
  const entries = Object.entries(sites).sort(([a], [b]) => b.length - a.length);
  const server = createServer((request, answer) => {
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    } catch {
      path = null;
    }
    // A browser asks for it where a document names no icon.
    if (path === "/favicon.ico") return answer.writeHead(204).end();
    const entry = path && entries.find(([prefix]) => path.startsWith(prefix));
    if (!entry) return answer.writeHead(404).end("nothing is served here");
    const folder = resolve(entry[1]);
    const inside = path.slice(entry[0].length - 1);
    const found = fileOf(folder, inside);
    if (found && inside !== "/" && !inside.endsWith("/") && statSync(resolve(folder, `.${inside}`)).isDirectory()) {
      return answer.writeHead(301, { location: `${encodeURI(path)}/` }).end();
    }
    const file = found || fileOf(folder, "/404.html");
    if (!file) return answer.writeHead(404).end("no such page");
    const headers = { "content-type": TYPES[extname(file)] || "application/octet-stream" };
    // As such hosts do; without it, every page would read the style sheet and the scripts anew.
    if (found && /\.(css|js)$/.test(file)) headers["cache-control"] = "max-age=600";
    answer.writeHead(found ? 200 : 404, headers);
    createReadStream(file).pipe(answer);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, end: () => server.close() };
};

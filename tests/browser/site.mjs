// The site under test: built by tests/run and named in SITE. Opened from the disk, and served from this machine.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

export const SITE = resolve(process.env.SITE ?? "target/browser/site");

// The plans that are built, newest first.
export const PLANS = ["2025", "2024"];

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".pdf": "application/pdf",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const COMPRESSED = new Set([".css", ".csv", ".html", ".js", ".json", ".svg"]);

/** Every file of the site with an ending, by path under it. */
export function files(...endings) {
  const entries = readdirSync(SITE, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && endings.includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(SITE.length + 1).split(sep).join("/"))
    .sort();
}

/** The site's pages, by path under it. */
export const pages = () => files(".html");

/** The page of a plan that a reader comes to first. */
export const home = (plan) => `${plan}/index.html`;

/** The site on the disk. */
export const fromDisk = { name: "file://", base: `${pathToFileURL(SITE).href}/` };

/** Serves the site as a plain web server does, compressed; closed with `close()`. */
export async function serve() {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = resolve(SITE, `.${path}`);
    try {
      if (file !== SITE && !file.startsWith(SITE + sep)) throw new Error("outside the site");
      if (statSync(file).isDirectory()) file = join(file, "index.html");
      const ending = extname(file);
      const headers = { "Content-Type": TYPES[ending] ?? "application/octet-stream" };
      let body = readFileSync(file);
      if (COMPRESSED.has(ending) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
        body = gzipSync(body);
        headers["Content-Encoding"] = "gzip";
      }
      response.writeHead(200, { ...headers, "Content-Length": body.length, "Cache-Control": "max-age=600" });
      response.end(body);
    } catch {
      response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" });
      response.end("finns inte\n");
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const base = `http://127.0.0.1:${server.address().port}/`;
  return { name: "http://", base, close: () => server.close() };
}

// Every page and every style sheet is valid: html-validate and the Nu checker find no error.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

import { SITE, files, pages } from "./site.mjs";

const RULES = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // The house style is that of the templates: elements are closed as HTML asks, not as XML does.
    "void-style": ["error", { style: "omit" }],
    // Titles name the plan, the board and the region, in that order.
    "long-title": "off",
    // Checksums are for files from elsewhere, and there are none.
    "require-sri": ["error", { target: "crossorigin" }],
  },
};

// What the Nu checker says that is not so.
const MISTAKEN = [
  // It does not know container queries, which have been in every browser since 2023.
  /^CSS: “container(-type|-name)?”: Property “[a-z-]+” doesn't exist\.$/,
  /^CSS: “(max|min)-inline-size”: Parse Error\.$/,
  // Read from the disk it takes the page's own folder for another origin; alone.test.mjs asks the browser.
  /^Resource violates Content Security Policy \(meta tag\): external (stylesheet|script) “[\w./-]+” blocked by “(style|script)-src” directive\.$/,
  // A frame that scrolls its table is named by the table's caption.
  /^Section lacks heading\./,
];

test("html-validate finds no error", async () => {
  const validator = new HtmlValidate(new FileSystemConfigLoader([], RULES));
  const found = [];
  for (const path of pages()) {
    const report = await validator.validateFile(join(SITE, path));
    for (const { messages } of report.results) {
      found.push(...messages.map((message) => `${path}:${message.line}:${message.column} [${message.ruleId}] ${message.message}`));
    }
  }
  assert.equal(found.length, 0, `\n${found.join("\n")}`);
});

const skip = process.env.JAVA ? false : "java is not installed";

test("the Nu checker finds no error in pages, styles and pictures", { skip }, async () => {
  const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
  const checked = files(".html", ".css", ".svg").map((path) => join(SITE, path));
  assert.ok(checked.length > pages().length, "no style sheet was found");
  const said = await new Promise((done) => {
    // The exit code says that there are messages, which are told below.
    execFile(process.env.JAVA, ["-jar", jar, "--also-check-css", "--also-check-svg", "--format", "json", ...checked],
      { maxBuffer: 64 * 1024 * 1024 }, (_, __, stderr) => done(stderr));
  });
  const messages = JSON.parse(said).messages.filter(({ message }) => !MISTAKEN.some((known) => known.test(message)));
  const found = messages.map(
    (message) => `${(message.url ?? "").replace(/^.*\/site\//, "")}:${message.lastLine}:${message.lastColumn} ${message.subType ?? message.type}: ${message.message}`,
  );
  assert.equal(found.length, 0, `\n${found.join("\n")}`);
});

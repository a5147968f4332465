// WCAG 2.2 A and AA and best practice, as far as axe can judge: every page, at every width, light and dark, with and
// without JavaScript.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { launch, openAll, scripts, watched } from "./browser.mjs";
import { fromDisk, pages } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const WIDTHS = [320, 768, 1280];

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** What axe finds wrong in a page as it stands, in one line each. */
async function violations(page) {
  const found = await page.evaluate(async (tags) => {
    const result = await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return result.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} – ${node.failureSummary.replace(/\s+/g, " ")}`),
    );
  }, TAGS);
  return found.map((line) => `  ${line}`);
}

for (const javaScriptEnabled of [true, false]) {
  for (const colorScheme of ["light", "dark"]) {
    const setting = `${colorScheme}, ${javaScriptEnabled ? "with" : "without"} JavaScript`;
    test(`axe finds nothing: ${setting}`, async () => {
      const found = [];
      const { page, close } = await watched(browser, fromDisk.base, { colorScheme });
      const scriptsAre = await scripts(page);
      for (const path of pages()) {
        await scriptsAre(javaScriptEnabled);
        await page.goto(fromDisk.base + path);
        await scriptsAre(true);
        await page.evaluate(AXE);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          for (const opened of [false, true]) {
            // What is folded away is judged once per width, where the scripts are at work.
            if (opened && !javaScriptEnabled) continue;
            if (opened) await openAll(page);
            const lines = await violations(page);
            if (lines.length) found.push(`${path}, ${width} px${opened ? ", opened" : ""}:`, ...lines);
          }
        }
      }
      await close();
      assert.equal(found.length, 0, `\n${setting}\n${found.join("\n")}`);
    });
  }
}

// How long a reader waits for the first result. A measurement, and no test: prints what it finds.
//
//     PLAN_X50=/tmp/x50/2025 cargo test --bench bench       # the plan with fifty times the content
//     cargo run -- build /tmp/x50/2025 --format html --out /tmp/x50-site
//     SITE=/tmp/x50-site node tests/browser/measure.mjs 2025

import { launch, watched } from "./browser.mjs";
import { fromDisk, home } from "./site.mjs";

const WORDS = ["upphandling", "kylcentral", "budget", "a", "resultat 2025"];
const RUNS = 7;

const folder = process.argv[2] ?? "2025";
const browser = await launch();
const { page, close } = await watched(browser, fromDisk.base);
const opened = performance.now();
await page.goto(fromDisk.base + home(folder), { waitUntil: "commit", timeout: 120_000 });
await page.waitForLoadState("domcontentloaded", { timeout: 120_000 });
console.log(`page open: ${Math.round(performance.now() - opened)} ms`);
const field = page.locator("#sokfalt");
await field.focus();
await field.fill("x");
await page.waitForFunction(() => document.querySelector(".traffar [role='status']").textContent !== "");
for (const word of WORDS) {
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    times.push(
      await page.evaluate((word) => {
        const input = document.querySelector("#sokfalt");
        input.value = word;
        const started = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        return performance.now() - started;
      }, word),
    );
  }
  times.sort((a, b) => a - b);
  const count = await page.locator(".traffar [role='status']").textContent();
  console.log(`"${word}": median ${times[Math.floor(RUNS / 2)].toFixed(1)} ms, longest ${times.at(-1).toFixed(1)} ms (${count})`);
}
await close();
await browser.close();

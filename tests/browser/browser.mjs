// Debian's Chromium, with nothing of its own going out, and a watch over what a page asks for and complains of.

import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

// As root, Chromium runs without its sandbox only.
const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** Starts the browser. */
export const launch = (flags = []) =>
  chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...FLAGS, ...flags] });

/** A page that is watched: what it asks for outside a site, what fails and what is complained of. */
export async function watched(browser, base, options = {}) {
  const context = await browser.newContext({ ...options, reducedMotion: "reduce" });
  const page = await context.newPage();
  const asked = [];
  const wrong = [];
  context.on("request", (request) => {
    asked.push(request.url());
    if (!request.url().startsWith(base)) wrong.push(`asks for ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    // A page that is left, or a file that is taken home, is no failure.
    const reason = request.failure()?.errorText ?? "";
    if (reason !== "net::ERR_ABORTED") wrong.push(`${request.url()} fails: ${reason}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) wrong.push(`${response.url()} answers ${response.status()}`);
  });
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => wrong.push(`script: ${error.error()}`));
  return { page, context, asked, wrong, close: () => context.close() };
}

/** A switch for a page's scripts. They are off while a page is opened, and on when it is to be judged by one. */
export async function scripts(page) {
  const session = await page.context().newCDPSession(page);
  return (on) => session.send("Emulation.setScriptExecutionDisabled", { value: !on });
}

/** Opens every `<details>` of a page. */
export const openAll = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));

/** Does things at the same time, at most so many, and gives the results in order. */
export async function atMost(limit, things, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < things.length) {
      const at = next++;
      results[at] = await work(things[at]);
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}

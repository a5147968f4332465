// The workplace in use: the page follows the files, findings lead to their places, and what is written where it stands
// is exactly that in its file. Served by the program itself, of a copy of the plan of 2025.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, watched } from "./browser.mjs";

const VPLAN = join(import.meta.dirname, "../../target/debug/vplan");
const PLAN = join(import.meta.dirname, "../../plan/2025");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let browser;
before(async () => (browser = await launch()));
after(() => {
  running.forEach((child) => child.kill("SIGKILL"));
  return browser.close();
});

// Servers that have not been stopped, for tests that fail.
const running = new Set();

/** Starts the program in a folder, and gives the address that it says. */
async function started(folder, port = 0) {
  const child = spawn(VPLAN, ["serve", "--port", String(port)], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  running.add(child);
  const said = await new Promise((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data)));
    child.once("exit", (code) => reject(new Error(`ends with ${code}`)));
  });
  const address = new URL(/http:\S+/.exec(said)[0]);
  const stop = () => new Promise((ended) => {
    running.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) {
      ended();
      return;
    }
    child.removeAllListeners("exit");
    child.once("exit", ended);
    child.kill("SIGKILL");
  });
  return { address, stop };
}

/** The workplace of a copy of the plan, open in a page. */
async function opened(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "arbetsplats-"));
  cpSync(PLAN, join(folder, "plan/2025"), { recursive: true });
  const server = await started(folder);
  const watching = await watched(browser, server.address.origin, { viewport: { width: 1280, height: 900 }, ...options });
  const { page } = watching;
  page.setDefaultTimeout(60_000);
  await page.goto(server.address.href);
  await current(page);
  const path = (file) => join(folder, "plan/2025", file);
  const close = async () => {
    await watching.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  return { ...watching, folder, server, path, close };
}

const current = (page) => page.waitForSelector("#arbete .lage[data-slag='nu']", { timeout: 60_000 });

/** A figure of a table of figures as it is printed, by its row and its place among the columns. */
const figure = (page, table, row, column) =>
  page.evaluate(
    ([table, row, column]) => {
      const rows = [...document.querySelectorAll(`#${table} tbody tr`)];
      const own = rows.find((tr) => vplan.text(tr.querySelector("th")) === row);
      return vplan.text(own.cells[column + 1]);
    },
    [table, row, column],
  );

const says = (page, text) => page.waitForFunction((text) => document.querySelector("main").textContent.includes(text), text, { timeout: 60_000 });

const BUDGET = "budget/resultatbudget.yaml";

/** What is between the letters that two texts have in common at both ends. */
function differing(before, after) {
  let start = 0;
  while (before[start] === after[start]) start += 1;
  let [a, b] = [before.length, after.length];
  while (a > start && b > start && before[a - 1] === after[b - 1]) [a, b] = [a - 1, b - 1];
  return [before.slice(start, a), after.slice(start, b)];
}

test("an amount is written where it stands, everything follows, and it is taken back", async () => {
  const { page, path, wrong, close } = await opened();
  const text = readFileSync(path(BUDGET), "utf8");
  await page.evaluate(() => { window.same = true; });
  await page.locator("#tabell-resultatbudget .vp-falt", { hasText: "−633,6" }).click();
  assert.equal(await page.locator("dialog.andra input").inputValue(), "-633.6");
  await page.keyboard.type("-640,7");
  await page.keyboard.press("Enter");
  await says(page, "−640,7");
  assert.equal(await figure(page, "tabell-resultatbudget", "Summa kostnader", 0), "−2 264,1");
  // Findings, running text, what followed, and the file.
  assert.ok((await page.locator("#arbete .ett[data-slag='error']").count()) > 0);
  assert.match(await page.locator("#arbete .foljde").textContent(), /Summa kostnader, Budget 2025 \(Resultatbudget servicenämnd\).*2\s257,0.*2\s264,1/su);
  assert.match(await page.locator("#arbete .foljde").textContent(), /miljoner\skronor/u);
  assert.deepEqual(differing(text, readFileSync(path(BUDGET), "utf8")), ["33.6", "40.7"]);
  assert.equal(await page.evaluate(() => document.activeElement.className), "vp-falt");
  await page.locator("#arbete .angra").click();
  await says(page, "−633,6");
  assert.equal(readFileSync(path(BUDGET), "utf8"), text);
  assert.equal(await page.locator("#arbete .ett[data-slag='error']").count(), 0);
  await page.locator("#arbete .gor-om").click();
  await says(page, "−640,7");
  assert.ok(await page.evaluate(() => window.same), "the page is never loaded again");
  assert.deepEqual(wrong, []);
  await close();
});

test("a paragraph and a text of the data are written", async () => {
  const { page, path, wrong, close } = await opened();
  const pen = page.locator("main section > p > .vp-penna").first();
  const file = "kapitel/01-inledning.md";
  const text = readFileSync(path(file), "utf8");
  await pen.click();
  const field = page.locator("dialog.andra textarea");
  const written = await field.inputValue();
  assert.ok(text.includes(written));
  await field.fill(`Nytt först. ${written}`);
  await page.keyboard.press("Control+Enter");
  await says(page, "Nytt först.");
  assert.equal(readFileSync(path(file), "utf8"), text.replace(written, `Nytt först. ${written}`));
  const card = page.locator("main .kort li .vp-penna").first();
  await card.click();
  await field.fill(`${await field.inputValue()} – också: detta`);
  await page.keyboard.press("Control+Enter");
  await says(page, "– också: detta");
  assert.deepEqual(wrong, []);
  await close();
});

test("the page keeps its place, what is open and what has focus; an error comes and goes at its place", async () => {
  const { page, path, close } = await opened();
  const text = readFileSync(path(BUDGET), "utf8");
  const folded = page.locator(".kolumn details").first();
  await folded.evaluate((details) => { details.open = true; });
  const field = page.locator("#tabell-resultatbudget .vp-falt", { hasText: "−672,1" });
  await field.focus();
  const place = () => field.evaluate((own) => Math.round(own.getBoundingClientRect().top));
  const before = await place();
  // A save above it, by another program.
  const chapter = path("kapitel/01-inledning.md");
  writeFileSync(chapter, `${readFileSync(chapter, "utf8")}\nEtt stycke som kom sist.\n`);
  await says(page, "Ett stycke som kom sist.");
  assert.ok(Math.abs((await place()) - before) < 3, `${before} → ${await place()}`);
  assert.ok(await folded.evaluate((details) => details.open));
  assert.ok(await field.evaluate((own) => own === document.activeElement));
  writeFileSync(path(BUDGET), text.replace("-672.1", "-672x1"));
  const finding = page.locator("#arbete .ett[data-slag='error']").first();
  await finding.waitFor();
  await page.locator("#arbete .ett .till", { hasText: "672x1" }).click();
  await page.waitForFunction(() => document.activeElement.matches("td.vp-har"));
  await page.locator("#arbete .ett", { hasText: "672x1" }).locator(".var button").click();
  assert.equal(await page.locator(".kalla mark").textContent(), "-672x1");
  assert.match(await page.locator("#kalla-rubrik").textContent(), /resultatbudget\.yaml, rad \d+/);
  await page.keyboard.press("Escape");
  writeFileSync(path(BUDGET), text);
  await page.waitForFunction(() => !document.querySelector("#arbete .ett[data-slag='error']"));
  await close();
});

test("a conflict shows both versions; another window follows; a server that is gone is told of", async () => {
  const { page, path, folder, server, context, close } = await opened();
  const other = await context.newPage();
  await other.goto(new URL("/2025/index.html", server.address).href);
  await current(other);
  await page.locator("#tabell-resultatbudget .vp-falt", { hasText: "−633,6" }).click();
  const text = readFileSync(path(BUDGET), "utf8").replace("-633.6", "-600.5");
  writeFileSync(path(BUDGET), text);
  await says(other, "−600,5");
  await page.keyboard.type("-650.5");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector(".krock").hidden);
  assert.equal(await page.locator(".deras").textContent(), "-600.5");
  assert.equal(await page.locator("dialog.andra input").inputValue(), "-650.5");
  assert.equal(readFileSync(path(BUDGET), "utf8"), text);
  await page.locator("dialog.andra .spara").click();
  await says(other, "−650,5");
  await server.stop();
  await page.waitForSelector("#arbete .lage[data-slag='borta']");
  // It is back on the same port, with another key that this browser has not.
  const again = await started(folder, server.address.port);
  await page.goto(again.address.href);
  await current(page);
  renameSync(path(""), join(folder, "plan/2026"));
  await page.waitForSelector("#arbete .lage[data-slag='gammal']");
  await again.stop();
  await close();
});

test("what has been changed since the last version is seen, and the next is saved", async () => {
  const { page, folder, wrong, close } = await opened();
  const git = (...all) => execFileSync("git", ["-C", folder, "-c", "user.name=Planerare", "-c", "user.email=p@example.org", ...all], { encoding: "utf8" });
  await page.waitForFunction(() => document.querySelector("#arbete .summa").textContent.includes("git"));
  git("init", "-q", "-b", "main");
  git("config", "user.name", "Planerare");
  git("config", "user.email", "p@example.org");
  git("add", "-A");
  git("commit", "-q", "-m", "Planen");
  await page.locator("#tabell-resultatbudget .vp-falt", { hasText: "−633,6" }).click();
  await page.keyboard.type("-640");
  await page.keyboard.press("Enter");
  const key = page.locator("#arbete .nyckeltal li", { hasText: "Resultatbudget servicenämnd" });
  await key.locator(".fore", { hasText: "1,8" }).waitFor();
  assert.match(await key.textContent(), /1,8\smnkr → −4,6\smnkr−6,4\smnkr/u);
  const change = page.locator("#arbete .lista-andringar > li");
  assert.match(await change.textContent(), /Personalkostnader, Budget 2025: −633,6 → −640,0\smnkr/u);
  await change.locator("summary").click();
  assert.match(await change.textContent(), /Summa kostnader, Budget 2025: −2\s257,0 → −2\s263,4\smnkr/u);
  await page.locator("#arbete .foljder input").uncheck();
  assert.equal(await change.locator("details").count(), 0);
  const marked = await page.context().newPage();
  await marked.goto(await page.locator("#arbete .markerad").evaluate((link) => link.href));
  assert.match(await marked.locator("main").textContent(), /−640,0/u);
  await marked.close();
  await page.locator("#arbete .spara-version").click();
  const field = page.locator("dialog.version textarea");
  assert.match(await field.inputValue(), /Personalkostnader, Budget 2025/u);
  await page.evaluate(AXE);
  assert.deepEqual(await page.evaluate(async (tags) => (await window.axe.run("dialog.version", { runOnly: tags })).violations.map((rule) => rule.id), TAGS), []);
  // A plan that is decided is not saved with errors in it.
  await page.locator("dialog.version .spara").click();
  await page.locator("dialog.version .fel", { hasText: "bara ett utkast sparas med fel" }).waitFor();
  assert.equal(wrong.splice(0).filter((line) => !/422/u.test(line)).length, 0);
  await page.locator("dialog.version .avbryt").click();
  await page.locator("#arbete .angra").click();
  const none = () => page.waitForFunction(() => document.querySelector("#arbete .summa").textContent.startsWith("Inga ändringar"));
  await none();
  await page.locator("main section > p > .vp-penna").first().click();
  await page.locator("dialog.andra .avbryt").click();
  assert.equal(await page.locator("dialog.andra[open]").count(), 0);
  await page.locator("main section > p > .vp-penna").first().click();
  await page.locator("dialog.andra textarea").fill("Ny inledning.");
  await page.locator("dialog.andra .spara").click();
  await change.filter({ hasText: "Tillagt stycke" }).waitFor();
  await page.locator("#arbete .spara-version").click();
  const proposed = await field.inputValue();
  await field.fill(`Ny inledning\n\n${proposed}`);
  await page.locator("dialog.version .spara").click();
  await none();
  assert.equal(git("log", "-1", "--format=%an %B").trim(), `Planerare Ny inledning\n\n${proposed}`.trim());
  assert.equal(git("status", "--porcelain"), "");
  assert.deepEqual(wrong, []);
  await close();
});

test("the keyboard alone is enough", async () => {
  const { page, path, close } = await opened();
  const text = readFileSync(path(BUDGET), "utf8");
  await page.locator("#tabell-resultatbudget .vp-falt").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const written = await page.locator("dialog.andra input").inputValue();
  await page.keyboard.press("Escape");
  assert.ok(await page.evaluate(() => document.activeElement.matches(".vp-falt")));
  await page.keyboard.press("Enter");
  await page.keyboard.type("-1.5");
  await page.keyboard.press("Enter");
  await says(page, "−1,5");
  assert.equal(readFileSync(path(BUDGET), "utf8"), text.replace(written, "-1.5"));
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.querySelector(".angra").disabled);
  assert.equal(readFileSync(path(BUDGET), "utf8"), text);
  await close();
});

test("axe finds nothing at any width, and 320 px need no scrolling sideways", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, path, close } = await opened({ colorScheme });
    writeFileSync(path(BUDGET), readFileSync(path(BUDGET), "utf8").replace("-672.1", "-672x1"));
    await page.locator("#arbete .ett[data-slag='error']").first().waitFor({ state: "attached" });
    await page.evaluate(AXE);
    const judged = async (where) => {
      const found = await page.evaluate(async (tags) => {
        const { violations } = await window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
        return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary}`));
      }, TAGS);
      assert.deepEqual(found, [], `${colorScheme}, ${where}`);
    };
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      if (width === 320) await page.locator("#arbete .falla").click();
      await page.evaluate(() => document.querySelectorAll("#arbete details").forEach((details) => { details.open = true; }));
      await judged(`${width} px`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`);
      await page.locator("#arbete .ett[data-slag='error'] .var button").first().click();
      // The source is fetched before it is shown.
      await page.locator("#arbete .kalla[open]").waitFor();
      await judged(`${width} px, source`);
      await page.keyboard.press("Escape");
      await page.locator("#arbete .kalla[open]").waitFor({ state: "detached" });
      if (width === 320) await page.locator("#arbete .falla").click();
      await page.locator("#tabell-resultatbudget .vp-falt").first().click();
      await page.locator("dialog.andra[open]").waitFor();
      await judged(`${width} px, writing`);
      await page.keyboard.press("Escape");
    }
    await close();
  }
});

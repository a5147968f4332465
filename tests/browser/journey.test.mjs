// One reader's way through the site: by keyboard alone, by what a screen reader is given, and without JavaScript.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { launch, watched } from "./browser.mjs";
import { fromDisk, home } from "./site.mjs";

const PLAN = "2025";
const START = fromDisk.base + home(PLAN);

// What is looked for: one row of one table.
const WORD = "kylcentral";
const TABLE = "Fastighetsinvesteringar 2025";
const AMOUNT = "150,0";
const SOURCE = "investeringar/fastighetsinvesteringar.yaml";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** What has the focus, as the keyboard's user knows it. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const text = element.getAttribute("aria-label") ?? element.textContent;
    return {
      tag: element.tagName,
      id: element.id,
      figure: element.classList.contains("spar"),
      boxed: Boolean(element.closest("dialog")),
      text: text.trim().replace(/\s+/g, " "),
    };
  });

/** Presses a key until the focus is where it should be. */
async function pressTo(page, key, what, isThere) {
  const passed = [];
  for (let times = 0; times < 250; times++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (isThere(now)) return now;
    passed.push(now.text.slice(0, 30));
  }
  assert.fail(`${key} does not lead to ${what}; it passed ${passed.slice(0, 40).join(" | ")}`);
}

test("by keyboard alone: skip link, search, result, figure, trace, source row and back", async () => {
  const { page, wrong, close } = await watched(browser, fromDisk.base, { viewport: { width: 1280, height: 900 } });
  await page.goto(START);

  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).text, "Hoppa till innehållet", "the skip link comes first");
  await page.keyboard.press("Enter");
  assert.equal((await focused(page)).id, "innehall", "the skip link leads to the content");

  await pressTo(page, "Shift+Tab", "the search field", ({ id }) => id === "sokfalt");
  await page.keyboard.type(WORD);
  await page.waitForSelector(".traffar li a");
  const result = await pressTo(page, "ArrowDown", "the result", ({ tag }) => tag === "A");
  assert.ok(result.text.includes(WORD), `the first result is ${result.text}`);
  await page.keyboard.press("Enter");

  const landed = await page.evaluate((word) => document.activeElement.textContent.includes(word), WORD);
  assert.ok(landed, "the result leads to what was found, and the focus with it");
  const row = new URL(page.url()).hash;
  assert.ok(row.length > 1, "the place has an address");

  const figure = await pressTo(page, "Tab", "a computed figure", ({ figure }) => figure);
  assert.match(figure.text, /^−?[\d\s]+,\d$/);
  for (const again of [false, true]) {
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]");
    assert.ok((await focused(page)).boxed, "the focus goes into the explanation");
    if (again) break;
    await page.keyboard.press("Escape");
    assert.deepEqual(await focused(page), figure, "Escape leads back to the figure");
  }

  const told = (await page.locator("dialog[open]").innerText()).replace(/\s+/g, " ");
  const line = Number(new RegExp(`${WORD}[^:]*${SOURCE}:(\\d+)`).exec(told)?.[1]);
  assert.ok(line, `the explanation names file and line of the row: ${told}`);
  const source = readFileSync(new URL(`../../plan/${PLAN}/${SOURCE}`, import.meta.url), "utf8").split("\n")[line - 1];
  assert.ok(source.includes(WORD) && source.includes(AMOUNT.replace(",", ".")), `line ${line} is: ${source}`);

  await pressTo(page, "Tab", "the row's link", ({ boxed, text }) => boxed && text.includes(WORD));
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog:not([open])", { state: "attached" });
  const row2 = await page.evaluate((word) => document.activeElement.textContent.includes(word), WORD);
  assert.ok(row2, "the link leads to the row, with the focus");
  await page.goBack();
  assert.equal(page.url().split("#")[0], START, "back is back on the same page");

  await close();
  assert.deepEqual(wrong, []);
});

test("a screen reader is given the same figure with its row and its column", async () => {
  const { page, context, close } = await watched(browser, fromDisk.base);
  await page.goto(START);
  const session = await context.newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await close();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const role = (node) => node.role?.value;
  const name = (node) => (node.name?.value ?? "").replace(/\s+/g, " ").trim();
  const under = (node) => (node.childIds ?? []).flatMap((id) => (byId.has(id) ? [byId.get(id), ...under(byId.get(id))] : []));

  const table = nodes.find((node) => role(node) === "table" && name(node) === TABLE);
  assert.ok(table, `a table called ${TABLE}`);
  const rows = under(table).filter((node) => role(node) === "row");
  const cells = (row) => under(row).filter((node) => ["columnheader", "rowheader", "cell", "gridcell"].includes(role(node)));
  const heads = cells(rows[0]).map(name);
  const row = rows.map(cells).find((row) => row.some((cell) => role(cell) === "rowheader" && name(cell).includes(WORD)));
  assert.ok(row, `a row headed by ${WORD}`);
  const at = row.findIndex((cell) => name(cell) === AMOUNT);
  assert.ok(at > 0, `a cell ${AMOUNT} beside its head: ${row.map(name).join(" | ")}`);
  assert.equal(heads[at], "Belopp, mnkr");
  assert.equal(role(cells(rows[0])[at]), "columnheader");
});

test("without JavaScript a figure is a link to how it was computed", async () => {
  const { page, close } = await watched(browser, fromDisk.base, { javaScriptEnabled: false });
  await page.goto(START);
  const figure = page.locator("#tabell-resultatbudget a.spar", { hasText: /^1,8$/ }).first();
  await figure.click();
  const { pathname, hash } = new URL(page.url());
  assert.ok(pathname.endsWith(`/${PLAN}/talen.html`), pathname);
  const told = (await page.locator(`[id="${decodeURIComponent(hash.slice(1))}"]`).innerText()).replace(/\s+/g, " ");
  // The whole chain of the result: five inputs and more, each with file and line.
  const inputs = told.match(/budget\/resultatbudget\.yaml:\d+/g) ?? [];
  assert.ok(inputs.length >= 5, told);
  await close();
});

// The page in use: searched as people search, printed, copied from, filtered, and read with its heads in sight.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, watched } from "./browser.mjs";
import { fromDisk, home, SITE } from "./site.mjs";

const START = fromDisk.base + home("2025");

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** What the search says and finds. */
async function searched(page, query) {
  await page.locator("#sokfalt").fill(query);
  await page.waitForFunction(() => !["", "Söker …"].includes(document.querySelector(".traffar [role='status']").textContent));
  return page.evaluate(() => ({
    status: document.querySelector(".traffar [role='status']").textContent,
    results: [...document.querySelectorAll(".traffar li a")].map((link) => ({ text: link.textContent, href: link.getAttribute("href") })),
    ways: [...document.querySelectorAll(".traffar .forslag button")].map((button) => button.textContent),
  }));
}

const count = ({ status }) => Number(/(\d+) träff/.exec(status)?.[1] ?? 0);

async function opened(options = {}, address = START) {
  const watching = await watched(browser, fromDisk.base, options);
  await watching.page.goto(address);
  return watching;
}

test("a number is found however its groups and its decimals are written", async () => {
  const { page, close } = await opened();
  await page.locator("#sokfalt").focus();
  const ways = ["2528,8", "2 528,8", "2\u00a0528,8", "2\u202f528,8", "2528.8", "2 528.8", "2.528,8", "2,528.8", "2'528,8", "−2 528,8", "-2528,8", "2 528,8 mnkr"];
  for (const way of ways) {
    const found = await searched(page, way);
    assert.ok(found.results.some(({ text }) => /2\s528,8/.test(text)), `${way}: ${found.status}`);
  }
  assert.equal(count(await searched(page, "28,8")), 0, "the end of a number is another number");
  await close();
});

test("every form of a word finds the same, and so do compounds", async () => {
  const { page, close } = await opened();
  await page.locator("#sokfalt").focus();
  const families = [
    ["budget", "budgeten", "budgetens", "budgets"],
    ["uppdrag", "uppdraget", "uppdragen", "uppdragens"],
    ["kostnad", "kostnader", "kostnaden", "kostnaderna", "kostnadernas"],
    ["verksamhet", "verksamheten", "verksamheter", "verksamheterna"],
    ["investering", "investeringar", "investeringarna"],
    ["medarbetare", "medarbetaren", "medarbetarna"],
  ];
  for (const family of families) {
    const counts = [];
    for (const word of family) counts.push(count(await searched(page, word)));
    assert.ok(counts[0] > 1, `${family[0]}: ${counts[0]}`);
    assert.equal(new Set(counts).size, 1, `${family.join(", ")}: ${counts.join(", ")}`);
  }
  await close();
});

test("what the cover says is found, and a date however it is written", async () => {
  const { page, close } = await opened();
  await page.locator("#sokfalt").focus();
  // A board's plan has a registry number and a date of decision; the index is asked as if this one had.
  await searched(page, "servicenämnden");
  const found = await page.evaluate(() => {
    const index = {
      words: ["2024", "20", "24rs1050", "november"].sort(),
      postings: [[0], [0], [0], [0]],
    };
    const ways = ["20 november 2024", "20 nov 2024", "2024-11-20", "20241120", "20/11 2024", "20.11.2024", "24RS1050"];
    return ways.filter((way) => vplan.words.find(index, way).entries.length !== 1);
  });
  assert.deepEqual(found, []);
  const cover = await searched(page, "Regionservice");
  assert.ok(cover.results.some(({ href }) => href.endsWith("#omslag")), cover.status);
  await close();
});

test("one slip is forgiven and told, and a search without results shows ways on", async () => {
  const { page, close } = await opened();
  await page.locator("#sokfalt").focus();
  for (const [slip, meant] of [["budjet", "budget"], ["investreing", "investering"], ["sjukfrånvarro", "sjukfrånvaro"], ["fastigheetr", "fastighet"]]) {
    const found = await searched(page, slip);
    assert.ok(found.results.length > 0, `${slip}: ${found.status}`);
    assert.ok(found.status.includes(`”${slip}” inte finns`) && found.status.includes(meant), found.status);
  }
  const none = await searched(page, "budget trollkarl");
  assert.match(none.status, /Inga träffar på ”budget trollkarl”/);
  assert.ok(none.ways.some((text) => text.includes("budget")), none.ways.join());
  await page.locator(".traffar .forslag button").first().click();
  assert.equal(await page.locator("#sokfalt").inputValue(), "budget");
  const nowhere = await searched(page, "xyzzyplugh");
  assert.match(nowhere.status, /Inga träffar/);
  assert.deepEqual(nowhere.results, []);
  await close();
});

test("what a search finds lies over the page, whatever is beside it", async () => {
  for (const width of [320, 768, 1280]) {
    const { page, close } = await opened({ viewport: { width, height: 900 } });
    const tables = await page.locator(".rulla").count();
    for (let at = 0; at < tables; at += 1) {
      await page.locator(".rulla").nth(at).evaluate((table) => table.scrollIntoView({ block: "start" }));
      await page.locator("#sokfalt").evaluate((field) => field.focus({ preventScroll: true }));
      await searched(page, "budget");
      const under = await page.evaluate(() => {
        const box = document.querySelector(".traffar").getBoundingClientRect();
        const outside = [];
        for (let x = box.left + 8; x < Math.min(box.right, innerWidth) - 8; x += 24) {
          for (let y = Math.max(box.top, 0) + 8; y < Math.min(box.bottom, innerHeight) - 8; y += 24) {
            const seen = document.elementFromPoint(x, y);
            if (!seen?.closest(".traffar")) outside.push(`${seen?.tagName} at ${x}, ${y}`);
          }
        }
        return outside;
      });
      assert.deepEqual(under, [], `${width} px, table ${at + 1}`);
    }
    await close();
  }
});

test("a search whose index cannot be had says so", async () => {
  const { page, close } = await watched(browser, fromDisk.base);
  await page.route("**/sokindex.js", (route) => route.abort());
  await page.goto(START);
  await page.locator("#sokfalt").focus();
  const { status } = await searched(page, "budget");
  assert.match(status, /fungerar inte just nu/);
  await close();
});

test("on paper there is text at full width and nothing to press", async () => {
  const { page, close } = await opened({ viewport: { width: 1280, height: 900 } });
  await page.emulateMedia({ media: "print" });
  const shown = await page.evaluate(() => {
    const seen = (element) => element.getClientRects().length > 0;
    const pressed = [...document.querySelectorAll("button, select, input, nav, .bladdra, .hamta, .hamtningar, .ankare")].filter(seen);
    const main = document.querySelector("main").getBoundingClientRect();
    const paragraph = [...document.querySelectorAll("main p")].find((own) => own.textContent.length > 300).getBoundingClientRect();
    return { pressed: pressed.map((element) => element.outerHTML.slice(0, 80)), main: main.width, page: document.documentElement.clientWidth, paragraph: paragraph.width };
  });
  assert.deepEqual(shown.pressed, []);
  assert.ok(shown.main > shown.page - 2, `the text takes ${shown.main} of ${shown.page}`);
  assert.ok(shown.paragraph > shown.main - 2, `a paragraph takes ${shown.paragraph} of ${shown.main}`);
  await close();
});

/** What lies on the clipboard after something was done. */
async function copied(page, context, what) {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() => navigator.clipboard.writeText("before"));
  await what();
  return page.evaluate(async () => {
    while ((await navigator.clipboard.readText()) === "before") await new Promise((resolve) => setTimeout(resolve, 20));
    const [item] = await navigator.clipboard.read();
    const text = async (type) => (item.types.includes(type) ? (await item.getType(type)).text() : "");
    return { plain: await text("text/plain"), html: await text("text/html") };
  });
}

test("a table is copied as cells: tabs for a spreadsheet, a table for a text, no hidden words", async () => {
  const { page, context, close } = await opened({ viewport: { width: 1280, height: 900 } });
  const frame = page.locator("#tabell-resultatbudget");
  const byHand = async () => {
    await page.evaluate(() => getSelection().selectAllChildren(document.querySelector("#tabell-resultatbudget table")));
    await page.keyboard.press("Control+C");
  };
  for (const what of [() => frame.locator(".kopiera").first().click(), byHand]) {
    const { plain, html } = await copied(page, context, what);
    const rows = plain.split("\n").map((row) => row.split("\t"));
    assert.ok(rows.length > 5 && rows.every((row) => row.length === rows[0].length), plain);
    assert.ok(rows.some((row) => row.includes("2528,8") || row.includes("2528,80")), plain);
    assert.match(html, /<table>.*<t[hd][^>]*>.*2\s528,8.*<\/table>/s);
    assert.doesNotMatch(plain + html, /#|Länk till|ndring|<a |<button|class=/);
  }
  await close();
});

test("the choice of unit shows what its own page lists, risks among it", async () => {
  for (const plan of ["2024", "2025"]) {
    const { page, close } = await opened({}, fromDisk.base + home(plan));
    const units = await page.locator("#omrade option").evaluateAll((options) => options.slice(1).map((option) => option.textContent));
    const aside = await opened({}, `${fromDisk.base}${plan}/omraden.html`);
    const duties = await aside.page.evaluate(() => Object.fromEntries([...document.querySelectorAll("main section")].map((section) => [
      section.querySelector("h2").textContent,
      [...section.querySelectorAll("li > a")].map((link) => decodeURIComponent(link.hash.slice(1))).sort(),
    ])));
    await aside.close();
    assert.deepEqual(units, Object.keys(duties));
    for (const unit of units) {
      await page.locator("#omrade").selectOption({ label: unit });
      const listed = await page.locator(".galler a").evaluateAll((links) => links.map((link) => decodeURIComponent(link.hash.slice(1))).sort());
      assert.deepEqual(listed, duties[unit], `${plan}, ${unit}`);
      const shown = await page.evaluate(() => [...document.querySelectorAll(".kort > li, .tabell[data-kind='risks'] tbody tr[id]")].filter((own) => !own.hidden).map((own) => own.id));
      assert.ok(shown.every((id) => duties[unit].includes(id)), `${unit} shows ${shown}`);
    }
    await close();
  }
});

test("a unit's risk stays in sight when the unit is chosen, and the others go", async () => {
  const { page, close } = await watched(browser, fromDisk.base);
  // No risk of the two plans has a unit that answers for it, so one is given the first that the page has.
  await page.route(START, async (route) => {
    const body = readFileSync(join(SITE, home("2025")), "utf8");
    const [, risk] = /<tr id="(risk-[^"]+)"/.exec(body);
    await route.fulfill({ contentType: "text/html; charset=utf-8", body: body.replace('<option data-stallen="', `$&${risk} `) });
  });
  await page.goto(START);
  await page.locator("#omrade").selectOption({ index: 1 });
  const seen = await page.evaluate(() => ({
    shown: [...document.querySelectorAll("tr[id^='risk-']")].filter((row) => row.checkVisibility()).length,
    all: document.querySelectorAll("tr[id^='risk-']").length,
    listed: [...document.querySelectorAll(".galler li")].map((line) => line.textContent).filter((text) => text.startsWith("Risk ")).length,
    status: document.querySelector(".filter [role='status']").textContent,
  }));
  assert.ok(seen.all > 1);
  assert.equal(seen.shown, 1);
  assert.equal(seen.listed, 1);
  assert.match(seen.status, /^\d+ av \d+ .*risker visas\.$/);
  await close();
});

test("a row that is gone to is shown with the heads of its columns", async () => {
  const { page, close } = await opened({ viewport: { width: 1400, height: 700 } });
  const rows = await page.evaluate(() => [...document.querySelectorAll(".tabell[data-kind='figures'] tbody th[scope='row'][id]")].filter((row) => row.closest("table").offsetHeight > 250 && row.closest("table").checkVisibility()).map((row) => row.id));
  assert.ok(rows.length > 10, `${rows.length} rows`);
  const hidden = [];
  for (const id of [rows.at(-1), rows[rows.length >> 1], rows[5]]) {
    await page.evaluate((id) => { location.hash = id; }, id);
    await page.waitForTimeout(150);
    const { head, row } = await page.evaluate((id) => {
      const row = document.getElementById(id);
      const box = (element) => { const { top, bottom } = element.getBoundingClientRect(); return { top, bottom }; };
      return { head: box(row.closest("table").tHead), row: box(row) };
    }, id);
    if (head.top < -1 || head.bottom > row.top + 1 || row.bottom > 700) hidden.push({ id, head, row });
  }
  assert.deepEqual(hidden, []);
  await close();
});

test("no width between a telephone's and a desk's makes the page scroll sideways", async () => {
  const { page, close } = await opened({ viewport: { width: 320, height: 800 } });
  const wide = [];
  for (let width = 320; width <= 1300; width += width < 500 ? 4 : 25) {
    await page.setViewportSize({ width, height: 800 });
    const scroll = await page.evaluate(() => document.scrollingElement.scrollWidth);
    if (scroll > width) wide.push(`${width}: ${scroll}`);
  }
  assert.deepEqual(wide, []);
  await close();
});

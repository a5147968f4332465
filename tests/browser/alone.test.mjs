// Every page is sufficient unto itself: nothing is asked for elsewhere, nothing is complained of, every link leads
// somewhere, and no page scrolls sideways.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openAll, watched } from "./browser.mjs";
import { fromDisk, pages, serve } from "./site.mjs";

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => {
  await browser.close();
  server.close();
});

for (const place of ["disk", "server"]) {
  for (const javaScriptEnabled of [true, false]) {
    test(`nothing is asked for elsewhere: ${place}, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const { base } = place === "disk" ? fromDisk : server;
      const { page, asked, wrong, close } = await watched(browser, base, { javaScriptEnabled });
      for (const path of pages()) {
        const before = wrong.length;
        await page.goto(base + path, { waitUntil: "networkidle" });
        await openAll(page);
        // Pictures far down the page are asked for when they are seen.
        await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
        await page.waitForLoadState("networkidle");
        wrong.splice(before, wrong.length - before, ...wrong.slice(before).map((line) => `${path}: ${line}`));
      }
      await close();
      assert.deepEqual(wrong, []);
      assert.ok(asked.length > pages().length, `only ${asked.length} requests were seen`);
    });
  }
}

test("every page is reached by links, and every link leads somewhere, without JavaScript", async () => {
  const { page, close } = await watched(browser, fromDisk.base, { javaScriptEnabled: false });
  const ids = new Map();
  const links = [];
  const queue = ["index.html"];
  const known = new Set(pages());
  while (queue.length) {
    const path = queue.shift();
    if (ids.has(path)) continue;
    await page.goto(fromDisk.base + path);
    const seen = await page.evaluate(() => ({
      ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
      links: [...document.querySelectorAll("a[href]")].map((a) => a.href),
    }));
    ids.set(path, new Set(seen.ids));
    for (const link of seen.links.filter((link) => link.startsWith(fromDisk.base))) {
      const [target, id] = link.slice(fromDisk.base.length).split("#").map(decodeURIComponent);
      links.push({ path, target, id });
      if (known.has(target)) queue.push(target);
    }
  }
  await close();
  assert.deepEqual([...known].filter((path) => !ids.has(path)), [], "pages that no link leads to");
  const dead = links.filter(({ target, id }) => known.has(target) && id && !ids.get(target).has(id));
  assert.deepEqual(dead, [], "links to what is not there");
});

// 320 CSS pixels is 1280 at 400 %, and 640 is 1280 at 200 %.
for (const [width, scale] of [[320, 4], [640, 2], [768, 1], [1280, 1]]) {
  test(`no page scrolls sideways at ${width} px`, async () => {
    const viewport = { width, height: 800 };
    const { page, close } = await watched(browser, fromDisk.base, { viewport, deviceScaleFactor: scale });
    const wide = [];
    for (const path of pages()) {
      await page.goto(fromDisk.base + path);
      for (const opened of [false, true]) {
        if (opened) await openAll(page);
        const { scroll, inner } = await page.evaluate(() => ({
          scroll: document.scrollingElement.scrollWidth,
          inner: window.innerWidth,
        }));
        if (scroll > inner) wide.push(`${path}${opened ? ", opened" : ""}: ${scroll} px`);
      }
    }
    await close();
    assert.deepEqual(wide, []);
  });
}

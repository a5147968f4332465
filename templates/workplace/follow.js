"use strict";

// The page as it was sent, so that another one can be held against it: only what differs is changed on the page, and
// what the reader has opened, chosen, marked and come to stays as it is, as does all that the site's script has added.
const follower = (() => {
  const regions = (doc) => [...doc.querySelectorAll("body > :is(.omslag, .sida, footer, main)")];

  // From a node of the page as it was sent to the same node on the page.
  const lives = new WeakMap();
  let sent = [];

  const bind = (node, live) => {
    lives.set(node, live);
    node.childNodes.forEach((child, at) => bind(child, live.childNodes[at]));
  };

  // The nodes of an equal tree, bound to what the other's are bound to.
  const rebind = (node, other) => {
    lives.set(node, lives.get(other));
    node.childNodes.forEach((child, at) => rebind(child, other.childNodes[at]));
  };

  const start = () => {
    sent = regions(document).map((live) => {
      const copy = live.cloneNode(true);
      bind(copy, live);
      return copy;
    });
  };

  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");

  // Pairs of children that are the same thing, in order: equal ones at both ends, and the longest common run between.
  const paired = (before, after) => {
    const pairs = new Map();
    let [start, a, b] = [0, before.length, after.length];
    while (start < a && start < b && before[start].isEqualNode(after[start])) {
      pairs.set(after[start], before[start]);
      start += 1;
    }
    while (a > start && b > start && before[a - 1].isEqualNode(after[b - 1])) {
      a -= 1;
      b -= 1;
      pairs.set(after[b], before[a]);
    }
    const [rows, columns] = [a - start, b - start];
    if (rows === columns && before.slice(start, a).every((node, at) => alike(node, after[start + at]))) {
      for (let at = 0; at < rows; at += 1) {
        pairs.set(after[start + at], before[start + at]);
      }
      return pairs;
    }
    if (rows * columns > 1e6) {
      return pairs;
    }
    // An equal node is worth more than one that is only of the same kind.
    const worth = (node, other) => (alike(node, other) ? (node.isEqualNode(other) ? 3 : 1) : 0);
    const best = Array.from({ length: rows + 1 }, () => new Array(columns + 1).fill(0));
    const own = [];
    for (let i = rows - 1; i >= 0; i -= 1) {
      own[i] = [];
      for (let j = columns - 1; j >= 0; j -= 1) {
        own[i][j] = worth(before[start + i], after[start + j]);
        const both = own[i][j] ? own[i][j] + best[i + 1][j + 1] : 0;
        best[i][j] = Math.max(both, best[i + 1][j], best[i][j + 1]);
      }
    }
    let [i, j] = [0, 0];
    while (i < rows && j < columns) {
      if (own[i][j] && best[i][j] === own[i][j] + best[i + 1][j + 1]) {
        pairs.set(after[start + j], before[start + i]);
        i += 1;
        j += 1;
      } else if (best[i][j] === best[i + 1][j]) {
        i += 1;
      } else {
        j += 1;
      }
    }
    return pairs;
  };

  const attributes = (before, after, live) => {
    for (const { name, value } of after.attributes) {
      if (before.getAttribute(name) !== value) {
        live.setAttribute(name, value);
      }
    }
    for (const { name } of before.attributes) {
      if (!after.hasAttribute(name)) {
        live.removeAttribute(name);
      }
    }
  };

  const change = (before, after, changes) => {
    if (before.isEqualNode(after)) {
      rebind(after, before);
      return;
    }
    const live = lives.get(before);
    lives.set(after, live);
    if (after.nodeType !== Node.ELEMENT_NODE) {
      if (before.data !== after.data) {
        live.data = after.data;
        changes.push({ element: live.parentElement, before: before.data, after: after.data });
      }
      return;
    }
    attributes(before, after, live);
    const [olds, news] = [[...before.childNodes], [...after.childNodes]];
    const pairs = paired(olds, news);
    const kept = new Set(pairs.values());
    for (const old of olds) {
      if (!kept.has(old)) {
        lives.get(old).remove();
        changes.push({ element: live, before: old.textContent, after: "" });
      }
    }
    let last;
    for (const node of news) {
      const other = pairs.get(node);
      if (other) {
        change(other, node, changes);
      } else {
        const fresh = document.importNode(node, true);
        bind(node, fresh);
        if (last) {
          last.after(fresh);
        } else {
          live.prepend(fresh);
        }
        changes.push({ element: fresh.nodeType === Node.ELEMENT_NODE ? fresh : live, before: "", after: node.textContent, added: true });
      }
      last = lives.get(node);
    }
  };

  // Changes the page to another one, and gives what was changed. What is in the middle of the window stays there.
  const to = (html) => {
    const other = new DOMParser().parseFromString(html, "text/html");
    const next = regions(other);
    const changes = [];
    if (next.length !== sent.length) {
      location.reload();
      return changes;
    }
    const middle = document.elementFromPoint(innerWidth / 3, innerHeight / 2);
    const top = middle?.getBoundingClientRect().top;
    sent.forEach((before, at) => change(before, next[at], changes));
    sent = next;
    document.title = other.title;
    if (middle?.isConnected && middle.closest("main")) {
      const moved = middle.getBoundingClientRect().top - top;
      if (moved) {
        scrollBy({ top: moved, behavior: "instant" });
      }
    }
    return changes;
  };

  return { start, to };
})();

follower.start();

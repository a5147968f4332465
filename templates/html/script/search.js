
// The search field: results as links in a list, reached by the arrow keys. The index is fetched when it is first needed.
(() => {
  // Most results shown: who has not found it by then writes another word.
  const SHOWN = 30;
  // Letters on each side of what was found.
  const AROUND = 70;
  const form = document.querySelector(".sok");
  if (!form) {
    return;
  }
  const input = form.querySelector("input");
  const panel = form.querySelector(".traffar");
  const status = panel.querySelector("[role='status']");
  const list = panel.querySelector("ol");
  const folders = form.dataset.folders ? form.dataset.folders.split("/") : [""];
  let indexes = [];

  // Every plan's index; one that cannot be had, from an older build, is passed over.
  const fetchIndexes = async () => {
    const all = folders.map((folder) => {
      const base = folder ? `${encodeURIComponent(folder)}/` : "";
      return vplan.load(base + form.dataset.index).then((index) => ({ index, base }), () => undefined);
    });
    indexes = (await Promise.all(all)).filter(Boolean);
  };

  // A text with the words that were looked for marked.
  const marked = (text, terms) => text.split(/([\p{L}\p{N}]+)/u).map((part, at) => (
    at % 2 && vplan.words.isFound(part, terms) ? vplan.element("mark", "", part) : part
  ));

  // The part of a text around the first word that was found.
  const around = (text, terms) => {
    let at = 0;
    for (const part of text.split(/([\p{L}\p{N}]+)/u)) {
      if (/[\p{L}\p{N}]/u.test(part) && vplan.words.isFound(part, terms)) {
        break;
      }
      at += part.length;
    }
    const from = at >= text.length || at < AROUND ? 0 : text.indexOf(" ", at - AROUND) + 1;
    const to = from + AROUND * 2.5 < text.length ? text.lastIndexOf(" ", from + AROUND * 2.5) : text.length;
    return `${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
  };

  const result = ({ index, base, entry, terms }) => {
    const [kind, page, anchor, title, text] = index.entries[entry];
    const head = vplan.element("span", "rubrikrad", vplan.element("span", "slag", index.kinds[kind]), " ", vplan.element("strong", "", ...marked(title, terms)));
    const link = vplan.element("a", "", head);
    if (text) {
      link.append(" ", vplan.element("span", "sammanhang", ...marked(around(text, terms), terms)));
    }
    if (base) {
      link.append(" ", vplan.element("span", "plan", index.plan));
    }
    const here = !base && document.getElementById(anchor);
    link.href = here ? `#${anchor}` : `${base}${index.pages[page]}#${anchor}`;
    if (here) {
      link.addEventListener("click", (event) => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          close();
          vplan.go(anchor);
        }
      });
    }
    return vplan.element("li", "", link);
  };

  const search = () => {
    const query = input.value.trim();
    panel.hidden = !query;
    if (!query || !indexes.length) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    const found = indexes.flatMap(({ index, base }) => {
      const { terms, entries } = vplan.words.find(index, query);
      return entries.map(({ entry, value }) => ({ index, base, entry, value, terms }));
    });
    if (indexes.length > 1) {
      found.sort((a, b) => b.value - a.value);
    }
    list.replaceChildren(...found.slice(0, SHOWN).map(result));
    const more = found.length > SHOWN ? `, de ${SHOWN} bästa visas` : "";
    const count = `${found.length} ${found.length === 1 ? "träff" : "träffar"}${more}`;
    status.textContent = found.length ? count : `Inga träffar på ”${query}”`;
  };

  const close = () => {
    panel.hidden = true;
  };

  const move = (from, step) => {
    const links = [...list.querySelectorAll("a")];
    const next = from === input ? 0 : links.indexOf(from) + step;
    (next < 0 ? input : links[Math.min(next, links.length - 1)])?.focus();
  };

  form.hidden = false;
  input.addEventListener("focus", async () => {
    await fetchIndexes();
    search();
  });
  input.addEventListener("input", search);
  form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(document.activeElement, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      input.value = "";
      close();
      input.focus();
    } else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      list.querySelector("a")?.click();
    }
  });
  // Out of the field and its results, by key or by pointer.
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) {
      close();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!form.contains(event.target)) {
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    const writes = /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key === "/" && !writes && !event.ctrlKey && !event.metaKey && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      input.focus();
    }
  });
})();

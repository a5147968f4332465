
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
  const help = panel.insertBefore(vplan.element("p", "forslag"), list);
  const folders = form.dataset.folders ? form.dataset.folders.split("/") : [""];
  let indexes = [];
  // How many plans' indexes could not be had; nothing before they have been asked for.
  let missing;

  // Every plan's index; one that cannot be had, from an older build, is passed over, and told of.
  const fetchIndexes = async () => {
    const all = folders.map((folder) => {
      const base = folder ? `${encodeURIComponent(folder)}/` : "";
      return vplan.load(base + form.dataset.index).then((index) => ({ index, base }), () => undefined);
    });
    const had = await Promise.all(all);
    indexes = had.filter(Boolean);
    missing = had.length - indexes.length;
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

  // A query to try instead, as a button.
  const suggestion = (query, text) => {
    const button = vplan.element("button", "kopiera", text);
    button.type = "button";
    button.addEventListener("click", () => {
      input.value = query;
      input.focus();
      search();
    });
    return button;
  };

  // What a search without results says, with ways on: each word alone where all together are nowhere.
  const nothing = (query) => {
    const counts = new Map();
    for (const { word, count } of indexes.flatMap(({ index }) => vplan.words.alone(index, query))) {
      counts.set(word, (counts.get(word) || 0) + count);
    }
    const ways = [...counts].map(([word, count]) => suggestion(word, `Sök bara ”${word}” (${count})`));
    help.replaceChildren(...(ways.length ? ways : ["Pröva ett annat ord, ett kortare, eller bara början av det."]));
    return `Inga träffar på ”${query}”${ways.length ? ", men orden finns var för sig" : ""}.`;
  };

  const search = () => {
    const query = input.value.trim();
    panel.hidden = !query;
    list.replaceChildren();
    help.replaceChildren();
    if (!query || missing === undefined) {
      status.textContent = query ? "Söker …" : "";
      return;
    }
    if (!indexes.length) {
      status.textContent = "Sökningen fungerar inte just nu: dess register kunde inte läsas. Ladda om sidan, eller sök med webbläsaren (Ctrl+F).";
      return;
    }
    const found = indexes.flatMap(({ index, base }) => {
      const { terms, instead, entries } = vplan.words.find(index, query);
      return entries.map(({ entry, value }) => ({ index, base, entry, value, terms, instead }));
    });
    if (indexes.length > 1) {
      found.sort((a, b) => b.value - a.value);
    }
    list.replaceChildren(...found.slice(0, SHOWN).map(result));
    const more = found.length > SHOWN ? `, de ${SHOWN} bästa visas` : "";
    const count = `${found.length} ${found.length === 1 ? "träff" : "träffar"}${more}`;
    const meant = found[0]?.instead.map(({ term, word }) => `”${word}”, eftersom ”${term}” inte finns`).join(", ");
    const told = meant ? `Sökte efter ${meant}: ${count}` : count;
    const partly = missing ? `. ${missing === 1 ? "En plan" : `${missing} planer`} kunde inte genomsökas` : "";
    status.textContent = (found.length ? told : nothing(query)) + partly;
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

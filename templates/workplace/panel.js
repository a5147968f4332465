
// The panel: whether the page is as the sources are, what is found in them, and the way from each thing to the other.
const workplace = (() => {
  const panel = document.getElementById("arbete");
  const plan = location.pathname.split("/")[1];
  const part = (selector) => panel.querySelector(selector);
  const node = (name, attributes = {}, ...content) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key in element && key !== "list") {
        element[key] = value;
      } else {
        element.setAttribute(key, value);
      }
    }
    element.append(...content);
    return element;
  };

  // What the page was last told, and its number.
  let state;
  let number = -1;
  let listening = false;

  const status = (text, kind) => {
    const place = part(".lage");
    place.textContent = text;
    place.dataset.slag = kind;
  };

  // Places ------------------------------------------------------------------------------------------------------------

  // Letters and figures alone: what markup, hyphens and spaces do to a text is nobody's difference.
  const bare = (text) => text.replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();

  const TEXTS = "p, li, dd, dt, td, th, h2, h3, h4, h5, h6, figcaption, caption > span";

  // Each text of the page with its elements, made when it is asked for and thrown away when the page changes.
  let index;
  const elements = (text) => {
    if (!index) {
      index = new Map();
      for (const element of document.querySelectorAll(`main :is(${TEXTS})`)) {
        const key = bare(vplan.text(element));
        index.set(key, [...(index.get(key) || []), element]);
      }
    }
    const found = index.get(bare(text)) || [];
    // Of an element and what is in it, what is in it.
    return found.filter((element) => !found.some((other) => other !== element && element.contains(other)));
  };

  // A number before a heading is the program's, not the author's.
  const heading = (text) => [...document.querySelectorAll("main :is(h2, h3, h4, h5, h6)")]
    .find((element) => bare(vplan.text(element)).endsWith(bare(text)));

  const cell = (headers) => document.querySelector(`main td[headers="${CSS.escape(headers)}"]`)
    || [...document.querySelectorAll("main td[headers]")].find((td) => td.getAttribute("headers") === headers);

  const drawn = (target) => (target.headers && cell(target.headers))
    || (target.text && (elements(target.text)[0] || heading(target.text)))
    || (target.anchor && document.getElementById(target.anchor))
    || undefined;

  const flash = (element, name) => {
    element.classList.remove(name);
    // Read, so that a class that is set again begins again.
    void element.offsetWidth;
    element.classList.add(name);
    setTimeout(() => element.classList.remove(name), 6000);
  };

  // Goes to a place in the document; true when it is on this page.
  const go = (target) => {
    const element = target && drawn(target);
    if (!element) {
      if (target?.page && target.anchor) {
        location.href = `/${plan}/${target.page}#${target.anchor}`;
      } else {
        vplan.say("Stället syns inte på sidan.");
      }
      return false;
    }
    for (let around = element.closest("details"); around; around = around.parentElement.closest("details")) {
      around.open = true;
    }
    fold(false);
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    if (!element.matches("a, button, input, [tabindex]")) {
      element.setAttribute("tabindex", "-1");
    }
    element.focus({ preventScroll: true });
    flash(element, "vp-har");
    return true;
  };

  // Sources -----------------------------------------------------------------------------------------------------------

  const dialog = part(".kalla");
  let opener;

  // A source at a line, with the blamed part of it marked.
  const source = async (file, line, { column, endLine, endColumn, editor } = {}) => {
    const answer = await fetch(`/-/kalla/${plan}/${file.split("/").map(encodeURIComponent).join("/")}`);
    if (!answer.ok) {
      vplan.say("Filen finns inte längre.");
      return;
    }
    const { text } = await answer.json();
    const rows = text.split("\n").map((row, at) => {
      const own = at + 1;
      const letters = [...row.replace(/\r$/, "")];
      const code = node("code");
      const within = column !== undefined && own >= line && own <= (endLine ?? line);
      if (within) {
        const from = own === line ? column - 1 : 0;
        const to = own === (endLine ?? line) ? Math.max((endColumn ?? column) - 1, from) : letters.length;
        code.append(letters.slice(0, from).join(""), node("mark", {}, letters.slice(from, to).join("")), letters.slice(to).join(""));
      } else {
        code.append(letters.join(""));
      }
      const element = node("div", { className: "rad" }, node("span", { className: "nummer", "aria-hidden": "true" }, String(own)), code);
      if (own === line) {
        element.classList.add("utpekad");
        element.setAttribute("aria-current", "true");
      }
      return element;
    });
    part("#kalla-rubrik").textContent = `${file}, rad ${line}`;
    part(".kalla .rader").replaceChildren(...rows);
    const link = part(".i-editor");
    link.hidden = !editor;
    link.href = editor || "";
    if (!dialog.open) {
      opener = document.activeElement;
      dialog.showModal();
    }
    rows[line - 1]?.scrollIntoView({ block: "center" });
    part("#kalla-rubrik").focus({ preventScroll: true });
  };

  part(".kalla .stang").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => opener?.isConnected && opener.focus());

  // A place that a reader sees as file and line opens the source, wherever on the page it is told.
  document.addEventListener("click", (event) => {
    const code = event.target.closest?.("main code");
    const place = code && /^(\S.*\.(?:ya?ml|md)):(\d+)$/.exec(code.textContent);
    if (place) {
      source(place[1], Number(place[2]));
    }
  });

  // Findings ----------------------------------------------------------------------------------------------------------

  const WORDS = { error: ["fel", "fel"], warning: ["varning", "varningar"], note: ["anmärkning", "anmärkningar"] };
  const count = (n, [one, many]) => `${n} ${n === 1 ? one : many}`;

  const finding = (own) => {
    const place = own.place;
    const item = node("li", { className: "ett" });
    item.dataset.slag = own.severity;
    const text = own.target
      ? node("button", { type: "button", className: "till" }, own.message)
      : node("p", { className: "till" }, own.message);
    text.addEventListener("click", () => own.target && go(own.target));
    item.append(text);
    if (own.waived) {
      item.append(node("p", { className: "undantag" }, `Undantag: ${own.waived.message}`));
    }
    const more = [...own.facts, ...own.hints.map((hint) => `Gör så här: ${hint}`)];
    if (more.length) {
      item.append(node("details", {}, node("summary", {}, "Mer"), node("ul", {}, ...more.map((line) => node("li", {}, line)))));
    }
    const line = node("p", { className: "var" });
    if (place && own.file) {
      const open = node("button", { type: "button" }, `rad ${place.line}`);
      open.setAttribute("aria-label", `Visa källan: ${own.file}, rad ${place.line}`);
      open.addEventListener("click", () => source(own.file, place.line, { ...place, editor: own.editor }));
      line.append(open);
    } else if (place) {
      line.append(`${place.file}:${place.line} `);
    }
    if (own.editor) {
      line.append(node("a", { href: own.editor, "aria-label": `Öppna i VS Code: ${place.file}, rad ${place.line}` }, "VS Code"));
    }
    line.append(node("span", { className: "regel" }, own.rule));
    item.append(line);
    return item;
  };

  // By severity, and by file within it. What is opened stays open, and what has focus keeps it.
  const list = (findings) => {
    const place = part(".lista");
    const opened = new Set([...place.querySelectorAll("details[open]")].map((details) => details.dataset.nyckel));
    const focused = place.contains(document.activeElement) && document.activeElement.textContent;
    const groups = new Map();
    for (const own of findings) {
      const kind = own.waived ? "waived" : own.severity;
      const files = groups.get(kind) || groups.set(kind, new Map()).get(kind);
      const file = own.file || own.place?.file || "";
      files.set(file, [...(files.get(file) || []), own]);
    }
    const drawnGroups = [...groups].map(([kind, files]) => {
      const all = [...files.values()].reduce((sum, some) => sum + some.length, 0);
      const words = kind === "waived" ? ["undantaget fynd", "undantagna fynd"] : WORDS[kind];
      const box = node("details", { className: "grupp", open: kind === "error" || kind === "warning" }, node("summary", {}, count(all, words)));
      box.dataset.slag = kind;
      box.dataset.nyckel = kind;
      for (const [file, some] of files) {
        const own = node("ul", {}, ...some.map(finding));
        own.setAttribute("aria-label", file || "Hela planen");
        box.append(node("p", { className: "fil" }, file || "Hela planen"), own);
      }
      return box;
    });
    const shown = drawnGroups.length ? drawnGroups : [node("p", { className: "inga" }, "Inga fynd. Planen kan byggas.")];
    const known = place.childElementCount > 0;
    place.replaceChildren(...shown);
    place.querySelectorAll("details").forEach((details) => {
      details.dataset.nyckel ||= bare(details.parentElement.querySelector(".till")?.textContent || "");
      if (known && (details.className !== "grupp" || opened.size)) {
        details.open = opened.has(details.dataset.nyckel) || (details.dataset.slag === "error");
      }
    });
    if (focused) {
      const again = [...place.querySelectorAll("button, a, summary")].find((element) => element.textContent === focused);
      (again || part("#fynd-rubrik")).focus({ preventScroll: true });
    }
  };

  // What followed -----------------------------------------------------------------------------------------------------

  // What a figure is called: its row, its column and its table.
  const nameOf = (element) => {
    const td = element.closest("td[headers]");
    if (!td) {
      return "";
    }
    const heads = td.getAttribute("headers").split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    // The row first, and of the groups around it only the row's own name.
    const row = heads.filter((head) => head.matches("[scope='row']"));
    const columns = heads.filter((head) => !head.matches("[scope='row'], [scope='rowgroup']"));
    const caption = vplan.text(td.closest("table").caption);
    const name = [...row, ...columns].map(vplan.text).filter(Boolean).join(", ");
    return caption ? `${name} (${caption})` : name;
  };

  const followed = (changes) => {
    const seen = new Map();
    for (const { element, before, after } of changes) {
      const place = element?.closest("td, th, p, li, h2, h3, h4, h5, figcaption, figure, main");
      if (place && place.closest("main") && place.localName !== "main" && !place.closest("svg")) {
        const own = seen.get(place) || seen.set(place, { element: place, before: [], after: [] }).get(place);
        own.before.push(before.trim());
        own.after.push(after.trim());
      }
    }
    const all = [...seen.values()];
    if (what) {
      vplan.say(all.length > 1 ? `Sparat i ${what}. ${all.length} ställen på sidan ändrades.` : `Sparat i ${what}.`);
      what = undefined;
    }
    if (!all.length) {
      return;
    }
    all.forEach(({ element }) => flash(element, "vp-andrad"));
    const SHOWN = 12;
    const line = ({ element, before, after }) => {
      const name = nameOf(element);
      const [then, now] = [before.join(" ").trim(), after.join(" ").trim()];
      const short = (text) => (text.length > 60 ? `${text.slice(0, 57)} …` : text || "inget");
      const button = node("button", { type: "button" }, name || vplan.text(element.closest("section")?.querySelector("h2")) || "Text");
      button.addEventListener("click", () => {
        element.scrollIntoView({ block: "center", behavior: "instant" });
        flash(element, "vp-andrad");
      });
      return node("li", {}, button, node("span", { className: "fore" }, short(then)), " → ", node("span", { className: "efter" }, short(now)));
    };
    // Figures first, since somebody waits for them; those against last year's plan last.
    const rank = ({ element }) => (element.closest("details") ? 2 : element.closest("td[headers]") ? 0 : 1);
    all.sort((a, b) => rank(a) - rank(b));
    const rows = all.slice(0, SHOWN).map(line);
    if (all.length > SHOWN) {
      rows.push(node("li", {}, `och ${all.length - SHOWN} ställen till`));
    }
    part(".foljde ul").replaceChildren(...rows);
    part(".foljde").hidden = false;
  };

  // Said once the page has followed: what was written, and how much followed it.
  let what;
  const written = (place) => { what = place; };

  // News --------------------------------------------------------------------------------------------------------------

  const before = [];
  const after = [];

  const show = (told) => {
    state = told.plan;
    number = told.number;
    const trouble = [told.trouble, state.old].filter(Boolean).join(" ");
    part(".trubbel").textContent = trouble;
    part(".trubbel").hidden = !trouble;
    list(state.findings);
    const sums = [["errors", "error"], ["warnings", "warning"], ["notes", "note"]]
      .filter(([key]) => state[key])
      .map(([key, kind]) => count(state[key], WORDS[kind]));
    const text = sums.length ? sums.join(", ") : "inga fynd";
    part("#fynd-rubrik").textContent = `Fynd: ${text}`;
    part(".falla").dataset.text = `Visa fynd (${text})`;
    fold(!part(".falla").getAttribute("aria-expanded") || part(".falla").getAttribute("aria-expanded") === "true");
    status(trouble ? "Visar en äldre sida" : "Visar källorna som de är nu", trouble ? "gammal" : "nu");
    panel.hidden = false;
    after.forEach((act) => act(told));
  };

  let running = Promise.resolve();

  // Fetches page and findings of the same moment, and shows them.
  const refresh = () => {
    running = running.then(async () => {
      for (let again = 0; again < 5; again += 1) {
        const [page, told] = await Promise.all([fetch(location.pathname), fetch(`/-/lage/${plan}`)]);
        if (told.status === 404 || page.status === 404) {
          status("Planen finns inte längre på den här adressen", "gammal");
          return;
        }
        if (!page.ok || !told.ok) {
          throw new Error("no answer");
        }
        const [html, data] = [await page.text(), await told.json()];
        if (page.headers.get("vplan-nummer") !== String(data.number)) {
          continue;
        }
        if (data.number === number) {
          return;
        }
        const first = number < 0;
        before.forEach((act) => act());
        index = undefined;
        vplan.loaded.clear();
        const changes = follower.to(html);
        show(data);
        if (!first) {
          followed(changes);
        }
        return;
      }
    }).catch(() => status("Når inte vplan serve; sidan kan vara gammal", "borta"));
    return running;
  };

  const listen = () => {
    const news = new EventSource("/-/nyheter");
    news.onmessage = (event) => {
      listening = true;
      if (Number(event.data) !== number) {
        refresh();
      } else {
        status(part(".trubbel").hidden ? "Visar källorna som de är nu" : "Visar en äldre sida", part(".trubbel").hidden ? "nu" : "gammal");
      }
    };
    news.onerror = () => {
      status(listening ? "Når inte vplan serve; sidan kan vara gammal" : "Ansluter …", "borta");
      // A server that was started again has another key, and its answer ends the trying.
      if (news.readyState === EventSource.CLOSED) {
        setTimeout(listen, 2000);
      }
    };
  };

  // On a narrow page the panel is a line at the bottom until it is unfolded.
  const fold = (open) => {
    const button = part(".falla");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Fäll ihop" : button.dataset.text || "Visa fynd";
    panel.classList.toggle("oppen", open);
  };
  part(".falla").addEventListener("click", () => fold(part(".falla").getAttribute("aria-expanded") !== "true"));

  // What is said aloud and where the site's script is loaded is known when the page is whole.
  addEventListener("DOMContentLoaded", () => {
    fold(false);
    status("Hämtar …", "borta");
    panel.hidden = false;
    refresh().then(listen);
  });

  return { panel, part, node, plan, go, source, cell, elements, heading, refresh, written, status, flash, before, after, state: () => state, number: () => number };
})();

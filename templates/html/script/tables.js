
// Tables: copied to a spreadsheet or a text as they stand, and with their heads in sight where the whole table has room.
(() => {
  // Every cell of some rows with its place, those that span several columns or rows once and the rest empty, so that
  // columns stay columns.
  const grid = (rows) => {
    const places = [];
    rows.forEach((row, at) => {
      places[at] ||= [];
      let column = 0;
      for (const cell of row.cells) {
        while (places[at][column] !== undefined) {
          column += 1;
        }
        for (let down = 0; down < Math.min(cell.rowSpan, rows.length - at); down += 1) {
          places[at + down] ||= [];
          for (let across = 0; across < cell.colSpan; across += 1) {
            places[at + down][column + across] = down || across ? null : cell;
          }
        }
        column += cell.colSpan;
      }
    });
    return places;
  };

  // The figure of a cell, exact, or nothing where it is text.
  const figure = (cell) => (cell.classList.contains("tal") ? cell.querySelector("data")?.value.replace(".", ",") : undefined);

  const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.codePointAt(0)};`);

  // Tabs and lines, for a spreadsheet: figures exact.
  const plain = (rows) => grid(rows)
    .map((row) => row.map((cell) => (cell ? figure(cell) ?? vplan.text(cell) : "")).join("\t"))
    .join("\n");

  // A table of cells and nothing else, for a text program: figures as they are printed.
  const html = (rows, caption) => {
    const cells = (row) => [...row.cells].map((cell) => {
      const name = cell.localName;
      const span = (attribute, count) => (count > 1 ? ` ${attribute}="${count}"` : "");
      const align = cell.classList.contains("tal") ? " align=\"right\"" : "";
      return `<${name}${span("colspan", cell.colSpan)}${span("rowspan", cell.rowSpan)}${align}>${escaped(vplan.text(cell))}</${name}>`;
    });
    const title = caption ? `<caption>${escaped(caption)}</caption>` : "";
    return `<table>${title}${rows.map((row) => `<tr>${cells(row).join("")}</tr>`).join("")}</table>`;
  };

  const captionOf = (table) => table.caption?.querySelector("span")?.textContent;

  for (const frame of document.querySelectorAll(".tabell")) {
    const table = frame.querySelector("table");
    const caption = captionOf(table);
    const button = vplan.element("button", "kopiera", "Kopiera tabellen");
    button.type = "button";
    if (caption) {
      button.setAttribute("aria-label", `Kopiera tabellen: ${caption}`);
    }
    button.addEventListener("click", () => {
      const rows = [...table.rows].filter((row) => !row.hidden);
      vplan.copy(plain(rows), "Tabellen är kopierad.", html(rows, caption));
    });
    const line = frame.querySelector(".hamta") || frame.appendChild(vplan.element("p", "hamta"));
    line.append(" ", button);
  }

  // Rows that are marked and copied by hand: the same clean cells, without words that are not seen.
  document.addEventListener("copy", (event) => {
    const marked = getSelection();
    const range = marked.rangeCount ? marked.getRangeAt(0) : undefined;
    const within = range?.commonAncestorContainer;
    const table = (within?.closest ? within : within?.parentElement)?.closest(".tabell table");
    const rows = table ? [...table.rows].filter((row) => !row.hidden && range.intersectsNode(row)) : [];
    // Within one cell it is text, as anywhere.
    if (rows.length < 2 || !event.clipboardData) {
      return;
    }
    event.clipboardData.setData("text/plain", plain(rows));
    event.clipboardData.setData("text/html", html(rows, undefined));
    event.preventDefault();
  });

  // A frame whose table has room needs not scroll, so its heads can stay at the top of the page.
  const frames = [...document.querySelectorAll(".rulla")].filter((frame) => frame.querySelector("thead"));
  const fit = (frame) => {
    const table = frame.querySelector("table");
    const fits = table.offsetWidth <= frame.clientWidth;
    const height = table.tHead.offsetHeight;
    frame.classList.toggle("ryms", fits && height < innerHeight / 3);
    frame.style.setProperty("--huvud", `${height + 8}px`);
  };
  if ("ResizeObserver" in window) {
    const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target)));
    frames.forEach((frame) => observer.observe(frame));
  }
})();

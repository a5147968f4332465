
// Tables: copied to a spreadsheet as they stand, figures exact.
(() => {
  // What a cell says, without links to places and marks of notes.
  const text = (cell) => {
    const data = cell.querySelector("data");
    if (data && cell.classList.contains("tal")) {
      return data.value.replace(".", ",");
    }
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(".ankare, sup").forEach((part) => part.remove());
    return copy.textContent.trim().replace(/\s+/g, " ");
  };

  // Cells that span several columns or rows leave the others empty, so that columns stay columns.
  const rows = (table) => {
    const grid = [];
    [...table.rows].forEach((row, at) => {
      grid[at] ||= [];
      let column = 0;
      for (const cell of row.cells) {
        while (grid[at][column] !== undefined) {
          column += 1;
        }
        for (let down = 0; down < cell.rowSpan; down += 1) {
          grid[at + down] ||= [];
          for (let across = 0; across < cell.colSpan; across += 1) {
            grid[at + down][column + across] = down || across ? "" : text(cell);
          }
        }
        column += cell.colSpan;
      }
    });
    return grid.map((row) => row.join("\t")).join("\n");
  };

  for (const frame of document.querySelectorAll(".tabell")) {
    const table = frame.querySelector("table");
    const caption = table.caption?.querySelector("span")?.textContent;
    const button = vplan.element("button", "kopiera", "Kopiera tabellen");
    button.type = "button";
    if (caption) {
      button.setAttribute("aria-label", `Kopiera tabellen: ${caption}`);
    }
    button.addEventListener("click", () => vplan.copy(rows(table), "Tabellen är kopierad."));
    const line = frame.querySelector(".hamta") || frame.appendChild(vplan.element("p", "hamta"));
    line.append(" ", button);
  }
})();

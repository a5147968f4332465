
// Writing where it stands. What can be written anew has a button; what is written goes to the file, and the page follows.
(() => {
  const { panel, part, node, plan } = workplace;
  const dialog = part("dialog.andra");

  // The place that is written, as it was when the box was opened; and the element that it is drawn by.
  let open;

  const name = (place, element) => {
    const td = element?.closest("td[headers]");
    if (td) {
      const heads = td.getAttribute("headers").split(" ").map((id) => document.getElementById(id)).filter(Boolean);
      const row = heads.filter((head) => head.matches("[scope='row']"));
      const columns = heads.filter((head) => !head.matches("[scope='row'], [scope='rowgroup']"));
      const text = [...row, ...columns].map(vplan.text).filter(Boolean).join(", ");
      if (text) {
        return text;
      }
    }
    return workplace.state().files[place.file].name;
  };

  const field = () => part(".inmatning").querySelector("input, textarea");

  const edit = (place, element, typed) => {
    const amount = place.headers !== undefined;
    open = { place, element, amount, file: workplace.state().files[place.file] };
    const title = name(place, element);
    part("#andra-rubrik").textContent = title;
    const input = amount
      ? node("input", { type: "text", autocomplete: "off", spellcheck: false })
      : node("textarea", { rows: Math.min(14, Math.max(3, Math.ceil(place.value.length / 70) + place.value.split("\n").length)) });
    input.setAttribute("aria-label", amount ? `Belopp: ${title}` : `Text: ${title}`);
    input.setAttribute("aria-describedby", "andra-hjalp");
    input.value = typed ?? place.value;
    part(".inmatning").replaceChildren(input);
    part("#andra-hjalp").textContent = amount
      ? "2 528,8 eller -633.6, ~ (tomt), – (streck) eller = formel. Retur sparar."
      : "Ctrl+Retur sparar. Det som står inom {{ }} räknar vplan ut.";
    part(".visa").textContent = `${open.file.name.split("/").pop()}, rad ${place.line}`;
    part(".andra .fel").textContent = "";
    if (typed === undefined) {
      part(".krock").hidden = true;
    }
    dialog.classList.toggle("belopp", amount);
    if (!dialog.open) {
      dialog.showModal();
    }
    // Where it stands, as far as the window has room.
    const own = element?.getBoundingClientRect();
    if (own && innerWidth > 700) {
      const width = dialog.offsetWidth;
      dialog.style.setProperty("--x", `${Math.max(8, Math.min(amount ? own.right - width + 12 : own.left - 12, innerWidth - width - 8))}px`);
      dialog.style.setProperty("--y", `${Math.max(8, Math.min(own.top - 44, innerHeight - dialog.offsetHeight - 8))}px`);
    }
    dialog.classList.toggle("dar", Boolean(own) && innerWidth > 700);
    input.focus();
    input.select();
  };

  const key = (place) => place.headers ?? place.text;

  // The same place among those that the page knows now.
  const again = (place) => {
    const files = workplace.state().files;
    const same = workplace.state().places.filter((own) => own.start !== undefined && files[own.file].name === open.file.name);
    return same.find((own) => key(own) === key(place) && own.headers === place.headers)
      || same.find((own) => own.line === place.line && own.headers === place.headers);
  };

  const post = (path, body) => fetch(path, {
    method: "POST",
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });

  let busy = false;
  const save = async () => {
    if (busy || !open) {
      return;
    }
    busy = true;
    const { place, file, amount } = open;
    const value = field().value;
    if (value === place.value && part(".krock").hidden) {
      busy = false;
      dialog.close();
      return;
    }
    try {
      const answer = await post(`/-/andra/${plan}`, { file: file.name, start: place.start, hash: file.hash, amount, value });
      const told = await answer.json();
      if (answer.ok) {
        workplace.written(told.what);
        dialog.close();
        await workplace.refresh();
      } else if (answer.status === 409) {
        await workplace.refresh();
        const now = again(place);
        if (now) {
          part(".deras").textContent = now.value || "(tomt)";
          part(".krock").hidden = false;
          edit(now, find(now), value);
        } else {
          part(".andra .fel").textContent = "Stället finns inte längre i filen. Kopiera det du skrev och stäng rutan.";
        }
      } else {
        part(".andra .fel").textContent = told.why || "Det gick inte att spara.";
      }
    } catch {
      part(".andra .fel").textContent = "Når inte vplan serve; inget är sparat.";
    }
    busy = false;
  };

  part(".andra .spara").addEventListener("click", save);
  part(".andra .avbryt").addEventListener("click", () => dialog.close());
  part(".visa").addEventListener("click", () => {
    const { file, place } = open;
    dialog.close();
    workplace.source(file.name, place.line);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && event.target === field() && (open.amount || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  });
  dialog.addEventListener("close", () => {
    const element = open?.element;
    open = undefined;
    element?.querySelector(":scope .vp-falt, :scope .vp-penna")?.focus({ preventScroll: true });
  });

  // Buttons -----------------------------------------------------------------------------------------------------------

  const find = (place) => (place.headers !== undefined
    ? workplace.cell(place.headers)
    : workplace.elements(place.text).find((element) => !element.closest("td[headers]")) || workplace.elements(place.text)[0] || workplace.heading(place.text));

  let focused;
  const undress = () => {
    const active = document.activeElement;
    focused = active?.matches(".vp-falt, .vp-penna") ? active.dataset.nyckel : undefined;
    for (const button of document.querySelectorAll("main .vp-falt")) {
      button.replaceWith(...button.childNodes);
    }
    document.querySelectorAll("main .vp-penna").forEach((button) => button.remove());
  };

  const dress = () => {
    const { places } = workplace.state();
    const taken = new Set();
    // Found before anything is added, so that each is found as it was drawn.
    const found = places.filter((place) => place.start !== undefined).map((place) => [place, find(place)]);
    for (const [place, element] of found) {
      if (!element || taken.has(element)) {
        continue;
      }
      taken.add(element);
      const amount = place.headers !== undefined;
      const whole = amount && !element.querySelector("a");
      const button = node("button", { type: "button", className: whole ? "vp-falt" : "vp-penna" });
      button.dataset.nyckel = `${place.headers ?? ""}${place.text ?? ""}`;
      if (whole) {
        const text = vplan.text(element) || "tomt";
        button.append(...element.childNodes);
        button.setAttribute("aria-label", `${text}, ändra`);
        element.append(button);
      } else {
        button.textContent = "✎";
        button.title = "Ändra";
        button.setAttribute("aria-label", amount ? `Ändra ${vplan.text(element)}` : `Ändra texten: ${vplan.text(element).slice(0, 40)}`);
        element.append(button);
      }
      button.addEventListener("click", (event) => {
        event.stopPropagation();
        edit(place, element);
      });
      if (button.dataset.nyckel === focused) {
        button.focus({ preventScroll: true });
      }
    }
    // A table is one stop for the keyboard, and the arrows go on from there, as in a spreadsheet.
    for (const table of document.querySelectorAll("main table")) {
      const fields = [...table.querySelectorAll(".vp-falt")];
      fields.forEach((button, at) => { button.tabIndex = at && button.dataset.nyckel !== focused ? -1 : 0; });
    }
  };

  document.addEventListener("keydown", (event) => {
    const button = event.target.closest?.(".vp-falt");
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!button || !step) {
      return;
    }
    event.preventDefault();
    const cell = button.closest("td");
    const rows = [...cell.closest("table").rows];
    let [row, column] = [rows.indexOf(cell.parentElement), cell.cellIndex];
    for (;;) {
      row += step[0];
      column += step[1];
      const next = rows[row]?.cells[column];
      if (!next) {
        return;
      }
      const other = next.querySelector(".vp-falt");
      if (other) {
        button.tabIndex = -1;
        other.tabIndex = 0;
        other.focus();
        return;
      }
    }
  });

  // The way back ------------------------------------------------------------------------------------------------------

  const step = async (path) => {
    const answer = await post(path);
    const told = await answer.json().catch(() => ({}));
    await workplace.refresh();
    vplan.say(answer.ok ? `${path.endsWith("angra") ? "Ångrat" : "Gjort om"}: ${told.what}.` : `Det gick inte: ${told.why || "inget svar"}.`);
  };
  part(".angra").addEventListener("click", () => step("/-/angra"));
  part(".gor-om").addEventListener("click", () => step("/-/gor-om"));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select");
    if (!typing && (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z") {
      event.preventDefault();
      step(event.shiftKey ? "/-/gor-om" : "/-/angra");
    }
  });

  workplace.before.push(undress);
  workplace.after.push((told) => {
    dress();
    const [undo, redo] = told.steps || [];
    for (const [button, what, word] of [[part(".angra"), undo, "Ångra"], [part(".gor-om"), redo, "Gör om"]]) {
      const held = document.activeElement === button;
      button.disabled = !what;
      button.title = what ? `${word}: ${what}` : "";
      if (held && !what) {
        part("#fynd-rubrik").focus({ preventScroll: true });
      }
    }
  });
  panel.dataset.redigerar = "ja";
})();

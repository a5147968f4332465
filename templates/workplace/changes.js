
// What the plan comes to, what has been changed in it since a version or another plan, and the way to save a version.
(() => {
  const { part, node, plan, go } = workplace;
  const own = encodeURIComponent(decodeURIComponent(plan));
  const LAST = "version/HEAD";
  const OTHER = "annan";
  const FEW = 4;

  // What the plan is held against, as a part of an address.
  let against = LAST;
  let told;
  let trouble = "";

  // Key figures -------------------------------------------------------------------------------------------------------

  let whole = false;

  const figures = () => {
    const all = workplace.state().figures;
    const changed = new Map((told?.figures || []).map((figure) => [figure.address, figure]));
    const line = ({ address, name, text, target }) => {
      const before = changed.get(address);
      const [table, ...rest] = name.split(": ");
      const title = node("button", { type: "button" }, rest.join(": "), node("span", { className: "hor-till" }, table));
      title.addEventListener("click", () => go(target));
      const values = before
        ? [node("span", { className: "fore" }, before.before), " → ", node("span", { className: "efter" }, text), node("span", { className: "skillnad" }, before.difference || "")]
        : [node("span", { className: "efter" }, text)];
      return node("li", {}, title, node("p", {}, ...values));
    };
    // What has become another stands first.
    const sorted = [...all].sort((a, b) => changed.has(b.address) - changed.has(a.address));
    const shown = whole ? sorted : sorted.slice(0, Math.max(FEW, changed.size));
    const rows = shown.map(line);
    if (shown.length < sorted.length || whole) {
      const more = node("button", { type: "button", className: "fler" }, whole ? "Visa färre" : `Visa alla ${sorted.length}`);
      more.addEventListener("click", () => {
        whole = !whole;
        figures();
        part(".nyckeltal .fler")?.focus({ preventScroll: true });
      });
      rows.push(node("li", {}, more));
    }
    part(".nyckeltal ul").replaceChildren(...rows);
    part(".nyckeltal").hidden = !rows.length;
  };

  // Changes -----------------------------------------------------------------------------------------------------------

  const followedShown = () => part(".foljder input").checked;

  const changes = () => {
    const list = part(".lista-andringar");
    const opened = new Set([...list.querySelectorAll("details[open]")].map((details) => details.dataset.nyckel));
    part(".summa").textContent = trouble || (told ? `${told.summary[0].toUpperCase()}${told.summary.slice(1)}.` : "");
    const line = ({ what, details, followed, also, file, line: row }) => {
      const item = node("li", {}, node("p", { className: "vad" }, what));
      item.append(...details.map((text) => node("p", { className: "ord" }, text)));
      if (followedShown() && (followed.length || also)) {
        const count = followed.length + (also ? 1 : 0);
        const box = node("details", {}, node("summary", {}, count === 1 ? "1 följd" : `${count} följder`));
        box.dataset.nyckel = what;
        box.open = opened.has(what);
        box.append(node("ul", {}, ...[...followed, also].filter(Boolean).map((text) => node("li", {}, text))));
        item.append(box);
      }
      if (file) {
        const show = node("button", { type: "button", className: "fil" }, `${file}:${row}`);
        show.addEventListener("click", () => workplace.source(file, row));
        item.append(show);
      }
      return item;
    };
    list.replaceChildren(...(trouble || !told ? [] : told.changes).map(line));
    const some = Boolean(!trouble && told?.changes.length);
    part(".foljder").hidden = !some || !told.changes.some(({ followed, also }) => followed.length || also);
    part(".vagar").hidden = !some;
    part(".markerad").href = `/-/jamforelse/${own}/${against}/jamforelse.html`;
    part(".spara-version").hidden = against !== LAST;
  };

  // One question at a time: what is asked for meanwhile is asked when the answer has come.
  let asking = false;
  let again = false;

  const ask = async () => {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    do {
      again = false;
      const asked = against;
      try {
        const answer = await fetch(`/-/andringar/${own}/${asked}`);
        const data = await answer.json();
        if (asked === against) {
          trouble = data.why ? `${data.why[0].toUpperCase()}${data.why.slice(1)}.` : "";
          told = data.why ? undefined : data;
          // Which version that is.
          if (told && asked === LAST) {
            select.options[0].textContent = told.since;
          }
        }
      } catch {
        // The panel says that the server cannot be reached.
      }
    } while (again);
    asking = false;
    changes();
    figures();
  };

  // What there is to hold the plan against ----------------------------------------------------------------------------

  const select = part(".mot select");
  const choices = () => {
    const beside = workplace.state().beside.map((name) => [`plan/${encodeURIComponent(name)}`, `planen ${name}`]);
    const all = [[LAST, "senast sparade version"], ...beside, [OTHER, "en annan version …"]];
    const same = [...select.options].map((option) => option.value).join() === all.map(([value]) => value).join();
    if (!same) {
      const chosen = select.value || LAST;
      select.replaceChildren(...all.map(([value, text]) => node("option", { value }, text)));
      select.value = all.some(([value]) => value === chosen) ? chosen : LAST;
    }
  };

  const hold = (other) => {
    against = other;
    told = undefined;
    trouble = "";
    changes();
    ask();
  };

  select.addEventListener("change", () => {
    const other = select.value === OTHER;
    part(".revision").hidden = !other;
    if (other) {
      part(".revision input").focus();
    } else {
      hold(select.value);
    }
  });
  const revision = () => {
    const written = part(".revision input").value.trim();
    if (written) {
      // No revision's name has a colon, so that it can stand for a slash.
      hold(`version/${encodeURIComponent(written.replaceAll("/", ":"))}`);
    }
  };
  part(".revision button").addEventListener("click", revision);
  part(".revision input").addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      revision();
    }
  });
  part(".foljder input").addEventListener("change", changes);

  // A version ---------------------------------------------------------------------------------------------------------

  const dialog = part("dialog.version");
  const field = dialog.querySelector("textarea");

  part(".spara-version").addEventListener("click", () => {
    field.value = told?.message || "";
    dialog.querySelector(".fel").textContent = "";
    dialog.showModal();
    field.focus();
    field.setSelectionRange(0, field.value.split("\n")[0].length);
  });
  dialog.querySelector(".avbryt").addEventListener("click", () => dialog.close());
  const save = dialog.querySelector(".spara");
  save.addEventListener("click", async () => {
    save.disabled = true;
    try {
      const answer = await fetch(`/-/spara-version/${own}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ message: field.value }),
      });
      const data = await answer.json();
      if (answer.ok) {
        dialog.close();
        vplan.say(`Sparad som ${data.what}.`);
        await ask();
        part("#andringar-rubrik").focus({ preventScroll: true });
      } else {
        dialog.querySelector(".fel").textContent = data.why ? `${data.why[0].toUpperCase()}${data.why.slice(1)}.` : "Det gick inte att spara.";
      }
    } catch {
      dialog.querySelector(".fel").textContent = "Når inte vplan serve; inget är sparat.";
    }
    save.disabled = false;
  });

  workplace.after.push(() => {
    choices();
    figures();
    ask();
  });
})();

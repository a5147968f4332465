
// How a figure came about, opened where it is read. Without this the same link leads to the page with everything.
(() => {
  const START = "tal-";
  let dialog;
  let title;
  let body;
  let back;
  let whole;
  let opener;
  // The figures that have been passed on the way down, for the way back.
  let path = [];

  const anchorOf = (link) => {
    const anchor = decodeURIComponent(link.hash.slice(1));
    return anchor.startsWith(START) && anchor.includes("--") ? anchor : "";
  };

  // The table is what stands before the two hyphens.
  const explanation = async (anchor) => {
    const table = anchor.slice(START.length, anchor.indexOf("--"));
    const [caption, foot, sections] = await vplan.load(`${vplan.root}tal/${table}.js`);
    const [name, html] = sections[anchor];
    return { caption, foot, name, html };
  };

  const make = () => {
    const close = vplan.element("button", "stang", "Stäng");
    back = vplan.element("button", "tillbaka", "Tillbaka");
    title = vplan.element("h2", "", "");
    body = vplan.element("div", "rakning");
    whole = vplan.element("a", "", "Öppna på sidan med alla tal");
    close.type = "button";
    back.type = "button";
    title.id = "ruta-rubrik";
    title.tabIndex = -1;
    const head = vplan.element("div", "ruta-huvud", back, close);
    dialog = vplan.element("dialog", "ruta", head, title, body, vplan.element("p", "anm", whole));
    dialog.setAttribute("aria-labelledby", title.id);
    close.addEventListener("click", () => dialog.close());
    back.addEventListener("click", () => {
      path.pop();
      show(path[path.length - 1]);
    });
    // A press outside the box closes it: there the dialogue itself is what is pressed.
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) {
        dialog.close();
      }
    });
    dialog.addEventListener("close", () => opener?.focus());
    (document.querySelector("main") || document.body).append(dialog);
  };

  const show = async (anchor) => {
    const { caption, foot, name, html } = await explanation(anchor);
    if (!dialog) {
      make();
    }
    title.textContent = `${name} (${caption})`;
    // The program's own HTML, written with this page and escaped there.
    body.innerHTML = html;
    if (foot) {
      const line = vplan.element("p", "anm");
      line.innerHTML = foot;
      body.append(line);
    }
    whole.href = `${vplan.root}talen.html#${anchor}`;
    back.hidden = path.length < 2;
    if (!dialog.open) {
      dialog.showModal();
    }
    dialog.scrollTop = 0;
    title.focus();
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href*='#']");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    const inside = dialog?.contains(link) && link !== whole;
    const anchor = anchorOf(link);
    if (anchor && (inside || link.classList.contains("spar"))) {
      event.preventDefault();
      if (!inside) {
        path = [];
        opener = link;
      }
      path.push(anchor);
      try {
        await show(anchor);
      } catch {
        location.href = link.href;
      }
    } else if (inside && document.getElementById(decodeURIComponent(link.hash.slice(1)))) {
      // The place is on this page: the box would stand before it.
      event.preventDefault();
      opener = undefined;
      dialog.close();
      vplan.go(decodeURIComponent(link.hash.slice(1)));
    }
  });
})();

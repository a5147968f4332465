
// Reading: the contents follow the text, links to places are copied, and each unit finds what it answers for.
(() => {
  // The heading that was last passed is where the reader is.
  const follow = () => {
    const nav = document.querySelector(".innehall");
    const links = new Map();
    for (const link of nav ? nav.querySelectorAll("a[href^='#']") : []) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) {
        links.set(heading, link);
      }
    }
    const headings = [...links.keys()];
    let current;
    const mark = () => {
      const line = window.innerHeight * 0.3;
      let low = 0;
      let high = headings.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (headings[middle].getBoundingClientRect().top <= line) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      const link = links.get(headings[low - 1]);
      if (link === current) {
        return;
      }
      current?.removeAttribute("aria-current");
      current = link;
      if (!current) {
        return;
      }
      current.setAttribute("aria-current", "location");
      // Only the list of contents scrolls along, never the page.
      const [own, around] = [current.getBoundingClientRect(), nav.getBoundingClientRect()];
      if (own.top < around.top || own.bottom > around.bottom) {
        nav.scrollTop += own.top - around.top - around.height / 3;
      }
    };
    const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px" });
    headings.forEach((heading) => observer.observe(heading));
  };

  const copyLinks = () => {
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a.ankare");
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        vplan.copy(link.href, "Länken är kopierad.");
      }
    });
  };

  // Each choice names the places of all that the unit answers for, as its own page does: cards and risks that are not
  // among them go out of sight, and all that are on this page, rows of figures too, are listed as links.
  const filter = () => {
    const box = document.querySelector(".filter");
    const choice = box?.querySelector("select");
    const things = [...document.querySelectorAll(".kort > li, .tabell[data-kind='risks'] tbody tr[id]")];
    const places = (option) => (option.dataset.stallen || "").split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    if (!choice || ![...choice.options].some((option) => places(option).length)) {
      box?.remove();
      return;
    }
    const status = box.querySelector("[role='status']");
    const list = box.appendChild(vplan.element("ul", "galler"));
    // What the thing is called, and its text: of a risk the first cells of its row, of a row of figures its table and name.
    const named = (thing) => {
      if (thing.matches("li")) {
        return [vplan.text(thing.querySelector(".etikett")), vplan.text(thing.querySelector("p:nth-child(2)"))];
      }
      const heads = [...thing.querySelectorAll("th")].map(vplan.text).filter(Boolean).join(", ");
      const frame = thing.closest(".tabell");
      return frame.dataset.kind === "risks"
        ? ["Risk", heads || vplan.text(thing.cells[0])]
        : [heads, vplan.text(frame.querySelector("caption span"))];
    };
    box.hidden = false;
    choice.addEventListener("change", () => {
      const all = !choice.value;
      const chosen = all ? [] : places(choice.selectedOptions[0]);
      const shown = things.filter((thing) => all || chosen.includes(thing));
      things.forEach((thing) => { thing.hidden = !shown.includes(thing); });
      status.textContent = all ? "" : `${shown.length} av ${things.length} uppdrag, aktiviteter, indikatorer och risker visas.`;
      list.replaceChildren(...chosen.map((thing) => {
        const [label, text] = named(thing);
        const link = vplan.element("a", "", label);
        link.href = `#${thing.id}`;
        return vplan.element("li", "", link, ` ${text}`);
      }));
    });
  };

  // A printed page says everything.
  const unfold = () => {
    addEventListener("beforeprint", () => {
      document.querySelectorAll("main details").forEach((details) => { details.open = true; });
    });
  };

  follow();
  copyLinks();
  filter();
  unfold();
})();

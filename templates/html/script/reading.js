
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

  const filter = () => {
    const box = document.querySelector(".filter");
    const choice = box?.querySelector("select");
    const cards = [...document.querySelectorAll(".kort > li")];
    if (!choice || !cards.some((card) => card.dataset.ansvar)) {
      box?.remove();
      return;
    }
    const status = box.querySelector("[role='status']");
    const list = box.appendChild(vplan.element("ul", "galler"));
    box.hidden = false;
    choice.addEventListener("change", () => {
      const name = choice.value;
      const chosen = cards.filter((card) => !name || (card.dataset.ansvar || "").split("|").includes(name));
      cards.forEach((card) => { card.hidden = !chosen.includes(card); });
      status.textContent = name ? `${chosen.length} av ${cards.length} uppdrag och aktiviteter visas.` : "";
      list.replaceChildren(...(name ? chosen : []).map((card) => {
        const label = card.querySelector(".etikett").firstChild.textContent;
        const link = vplan.element("a", "", label);
        link.href = `#${card.id}`;
        return vplan.element("li", "", link, ` ${card.querySelector("p:nth-child(2)").textContent}`);
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

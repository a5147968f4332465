"use strict";

// What the other parts share: data from files beside the page, the clipboard, and telling the reader what happened.
// Everything on the page can be read and reached without any of this.
const vplan = {
  // Where style, script and data lie; the page itself may be one level up.
  root: new URL(".", document.currentScript.src).href,

  // Data comes as scripts that call receive(): a page that is opened from a folder may fetch nothing.
  loaded: new Map(),

  load(address) {
    if (!this.loaded.has(address)) {
      this.loaded.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = () => ("received" in script ? resolve(script.received) : reject(new Error(address)));
        script.onerror = () => reject(new Error(address));
        document.head.append(script);
      }));
    }
    return this.loaded.get(address);
  },

  receive(data) {
    document.currentScript.received = data;
  },

  // An element with a class and content.
  element(name, className, ...content) {
    const element = document.createElement(name);
    if (className) {
      element.className = className;
    }
    element.append(...content);
    return element;
  },

  // What an element says to the eye: without links to places, marks of notes and words that are only read aloud.
  text(element) {
    const copy = element?.cloneNode(true);
    copy?.querySelectorAll(".ankare, .dold, sup, button").forEach((part) => part.remove());
    return (copy?.textContent || "").trim().replace(/\s+/g, " ");
  },

  // Said aloud by screen readers and shown for a moment.
  say(text) {
    let place = document.querySelector(".meddelande");
    if (!place) {
      place = this.element("p", "meddelande");
      place.setAttribute("role", "status");
      // Within main, since everything on a page belongs to a part of it.
      (document.querySelector("main") || document.body).append(place);
    }
    place.textContent = text;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => { place.textContent = ""; }, 4000);
  },

  // A table is copied in both forms: a spreadsheet and a text program take the one they can use.
  async copy(text, told, html) {
    try {
      if (html && "ClipboardItem" in window) {
        const blob = (type, content) => new Blob([content], { type });
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob("text/plain", text), "text/html": blob("text/html", html) })]);
      } else {
        await navigator.clipboard.writeText(text);
      }
      this.say(told);
    } catch {
      this.say("Webbläsaren tillåter inte att sidan kopierar.");
    }
  },

  // Goes to a place on this page, and lets the keyboard go on from there.
  go(id) {
    const target = document.getElementById(id);
    if (!target) {
      return false;
    }
    location.hash = id;
    if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) {
      target.setAttribute("tabindex", "-1");
    }
    target.focus({ preventScroll: true });
    return true;
  },
};

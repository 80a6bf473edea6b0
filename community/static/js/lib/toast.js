// A short sentence that goes away by itself; never the only place of an error.

import { find, make } from "./dom.js";

const SHOWN_MS = 6_000;

let toastTimer = 0;

export function toast(sentence, { action, words } = {}) {
  find(".toast")?.remove();
  clearTimeout(toastTimer);
  const note = make("div", "", "toast");
  note.setAttribute("role", "status");
  note.append(make("span", sentence));
  if (action) {
    const button = make("button", words);
    button.type = "button";
    button.addEventListener("click", () => {
      note.remove();
      action();
    });
    note.append(button);
  }
  document.body.append(note);
  const leave = () => (toastTimer = setTimeout(() => note.remove(), SHOWN_MS));
  note.addEventListener("pointerenter", () => clearTimeout(toastTimer));
  note.addEventListener("pointerleave", leave);
  leave();
}

// What leaves the community: copying, printing. Whoever copies more than a few words out of a question is reminded how far they may go. Nothing is prevented.

import { findAll } from "../lib/dom.js";
import { toast } from "../lib/toast.js";

const A_FEW = 40; // letters: a name, an address, a date

const SENTENCES = {
  stays: "Copied. What is said here stays here: please don’t pass it on.",
  unnamed: "Copied. You may use it, but never say who said it.",
};

export function remindOnCopy(page) {
  const sentence = SENTENCES[page.dataset.label];
  if (!sentence) return;
  page.addEventListener("copy", (event) => {
    if (event.target.closest?.("textarea, input, [contenteditable]")) return; // one's own words
    if (String(getSelection()).trim().length > A_FEW) toast(sentence);
  });
}

export function offerPrinting() {
  for (const button of findAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

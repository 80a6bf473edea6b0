// How far a thread was read: posts on screen, in a tab somebody looks at, for a second.

import { ask, findAll } from "../lib/dom.js";

const SEEN_MS = 1_000;

export class ThreadReading {
  #lookedAt = 0;

  constructor(thread) {
    this.thread = thread;
    this.read = Number(thread.dataset.read);
    setInterval(() => this.#look(), SEEN_MS);
  }

  #look() {
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    const seen = findAll("[data-number]", this.thread).filter(onScreen).map((post) => Number(post.dataset.number));
    const number = Math.max(0, ...seen);
    if (number > this.read && number === this.#lookedAt) this.#tell(number);
    this.#lookedAt = number;
  }

  #tell(number) {
    this.read = number;
    const body = new URLSearchParams({ number });
    ask(`${this.thread.url}read/`, { method: "POST", body, keepalive: true }).catch(() => {});
  }
}

function onScreen(post) {
  const box = post.getBoundingClientRect();
  return box.top >= 0 ? box.top + Math.min(box.height, 200) / 2 < innerHeight : box.bottom > 0;
}

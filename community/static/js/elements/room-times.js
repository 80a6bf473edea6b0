// What may be said in a room changes while its page is open. A session's room opens and closes: what belongs to each of its
// times is on the page already, and is shown in its time. After any other change the page comes anew.

import { announce } from "../lib/announcer.js";
import { find, findAll } from "../lib/dom.js";

const MOVED_MS = 2_000;

export class RoomTimes {
  constructor(room) {
    this.room = room;
    this.when = room.dataset.time; // of a session's room alone
  }

  heard({ when }) {
    if (when && when === this.when) return; // told again, or on entering
    if (when && this.when && when !== "cancelled") this.#show(when);
    // Not everybody at once; what is written is kept.
    else setTimeout(() => location.reload(), Math.random() * MOVED_MS);
  }

  #show(when) {
    this.when = when;
    const writing = find("[data-writes]", this.room);
    const held = writing?.contains(document.activeElement);
    for (const piece of findAll("[data-when]", this.room)) piece.hidden = piece.dataset.when !== when;
    if (writing) this.room.toggleAttribute("data-quiet", when !== "open");
    if (held && writing.hidden) this.room.stream.focus(); // the keyboard does not fall out of the page
    const sentence = find(`.composer > p[data-when="${when}"]`, this.room) ?? find(`.session-bar [data-when="${when}"]`, this.room);
    announce(sentence.textContent.trim());
  }
}

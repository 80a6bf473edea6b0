// What was read in a room: on screen, in a tab somebody looks at, for a second.

import { ask } from "../lib/dom.js";
import { nothingNewHere } from "./live.js";

const SEEN_MS = 1_000;

export class RoomReading {
  #lookedAt = 0;

  constructor(room, seen) {
    this.room = room;
    this.seen = seen;
    setInterval(() => this.#look(), SEEN_MS);
  }

  /** How many messages of others came after what was read. */
  unseen() {
    const { timeline, me } = this.room;
    return timeline.ordered().filter((m) => m.seq > this.seen && m.author.id !== me && !m.deleted).length;
  }

  #look() {
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    const { log, stream, timeline, threads } = this.room;
    if (threads.covers) return;
    const seq = timeline.get(log.lastVisible(stream)?.dataset.id)?.seq ?? 0;
    if (seq > this.seen && seq === this.#lookedAt && this.room.wire("read", { seq })) this.mark(seq);
    this.#lookedAt = seq;
  }

  mark(seq) {
    const { timeline, moves } = this.room;
    this.seen = Math.max(this.seen, seq);
    if (this.seen >= timeline.newest && !timeline.detached) nothingNewHere();
    moves.showJump();
  }

  async markUnread(message) {
    const { log, dataset } = this.room;
    await ask(dataset.unread, { method: "POST", body: new URLSearchParams({ seq: message.seq }) });
    this.seen = Infinity; // leave it unread for this visit
    log.newAfter = message.seq - 1;
    log.newWords = "";
    this.room.draw(null);
  }
}

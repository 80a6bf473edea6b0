// The thread that is open beside a room: what began it, and the replies to it. Drawn as the room's own list is.

import { find } from "../lib/dom.js";
import { RoomLog } from "./room-log.js";
import { RoomScroll } from "./room-scroll.js";

export class RoomThread {
  #messages = new Map();

  /** `aside`: as the server rendered it; `at`: the message it was opened from. */
  constructor(room, aside, at) {
    this.room = room;
    this.aside = aside;
    this.at = at;
    this.title = find("#thread-title", aside);
    this.stream = find("[data-thread-stream]", aside);
    const { me, own, handle, blocked } = room.log;
    this.log = new RoomLog(room, find("[data-thread-log]", aside), { me, own, handle, newAfter: null, blocked });
    this.scroll = new RoomScroll(this.stream, { top: () => {}, end: () => {} });
    this.#fill(aside);
  }

  /** `earlier`: the part before what is here; else it begins anew, without leaving a hole. */
  #fill(aside, { earlier = false } = {}) {
    const { root, answers, count, messages } = JSON.parse(aside.dataset.state);
    this.root = root;
    if (!earlier) this.answers = answers; // the id of what a reply from here answers
    const oldest = earlier ? 0 : Math.min(...messages.filter(({ id }) => id !== root).map(({ seq }) => seq));
    for (const { id, seq } of this.#messages.values()) if (seq < oldest) this.#messages.delete(id);
    for (const message of messages) this.#put(message);
    this.unloaded = count - this.count;
  }

  #put(message) {
    const known = this.#messages.get(message.id);
    if (!known || known.rev <= message.rev) this.#messages.set(message.id, message);
  }

  get(id) {
    return this.#messages.get(id);
  }

  holds(id) {
    return id === this.root || this.#messages.has(id);
  }

  /** How many replies are here, without those that were deleted. */
  get count() {
    return [...this.#messages.values()].filter((message) => message.id !== this.root && !message.deleted).length;
  }

  /** With those that are not loaded. */
  get total() {
    return this.count + this.unloaded;
  }

  get answered() {
    return this.#messages.get(this.answers);
  }

  /** Of what the room hears, whatever belongs here. `root`: known of what was said just now. */
  take(messages, root = null) {
    const ours = new Set();
    for (const message of messages) {
      if (root !== this.root && !this.holds(message.id) && !this.holds(message.reply_to?.id)) continue;
      this.#put(message);
      ours.add(message.id);
    }
    if (ours.size) this.draw(ours);
  }

  /** As the server renders it now, or the part before what is here. */
  renew(aside, how) {
    this.#fill(aside, how);
    const link = find("[data-thread-earlier]", aside);
    find(".thread-earlier", this.aside)?.replaceChildren(...(link ? [link] : []));
    this.draw(null);
  }

  draw(changed = new Set()) {
    const ordered = [...this.#messages.values()].sort((a, b) => a.seq - b.seq);
    const waiting = this.room.outbox.items.filter((item) => this.holds(item.reply_to));
    this.scroll.keep(() => this.log.show(ordered.map((one) => this.#plainly(one)), waiting, changed));
    this.log.itemOf(this.root)?.classList.add("thread-parent");
  }

  /** What answers the message above it need not say so. */
  #plainly(message) {
    return message.reply_to?.id === this.root ? { ...message, reply_to: null } : message;
  }
}

// Messages on their way. Each is on this device until the server says it is stored; a reload, a dead network or a
// closed tab does not lose it, and sending it twice says it once (same nonce).

import { kept } from "../lib/store.js";
import { ASKS, LATER } from "./protocol.js";

const ANSWER_MS = 10_000; // without an answer for so long, the same message is sent again

export class Outbox extends EventTarget {
  #items = [];
  #sending = null;
  #timer = 0;

  /** `say(item)` puts it on the wire and returns whether it went out. */
  constructor(room, say) {
    super();
    this.room = room;
    this.say = say;
  }

  get items() {
    return this.#items;
  }

  /** What an earlier visit left behind. */
  async load() {
    const all = await kept.all("outbox");
    const known = new Set(this.#items.map((item) => item.nonce));
    this.#items.push(...all.filter((item) => item.room === this.room && !known.has(item.nonce)));
    this.#items.sort((a, b) => a.at - b.at);
    this.#changed();
  }

  async add({ body, reply_to = null, attachments = [], files = [], looked = false }) {
    // Later than what waits already, whatever the clock says: the order survives a reload.
    const at = Math.max(Date.now(), (this.#items.at(-1)?.at ?? 0) + 1);
    const item = { nonce: crypto.randomUUID(), room: this.room, body, reply_to, attachments, files, looked, at, failed: "" };
    this.#items.push(item);
    this.#changed();
    await kept.put("outbox", item);
    this.go();
    return item;
  }

  /** Send the oldest that is not refused, then the next: they arrive in the order they were written. */
  go() {
    const next = this.#items.find((item) => !item.failed);
    if (!next || this.#sending === next.nonce) return;
    clearTimeout(this.#timer);
    if (!this.say(next)) return;
    this.#sending = next.nonce;
    this.#timer = setTimeout(() => this.resend(), ANSWER_MS);
  }

  /** The connection is new, or the answer did not come. */
  resend() {
    clearTimeout(this.#timer);
    this.#sending = null;
    this.go();
  }

  stored(nonce) {
    if (!this.#items.some((item) => item.nonce === nonce)) return false;
    this.#items = this.#items.filter((item) => item.nonce !== nonce);
    kept.drop("outbox", nonce);
    this.#next(nonce);
    this.#changed();
    return true;
  }

  refused({ nonce, code, detail, retry_after: wait = 3 }) {
    const item = this.#items.find((one) => one.nonce === nonce);
    if (!item) return false;
    if (LATER.has(code)) {
      if (code === "slow_mode") item.waits = detail;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.resend(), wait * 1_000 + 200);
      if (item.waits) this.#changed();
      return true;
    }
    item.failed = detail || "It could not be sent.";
    item.asked = code === ASKS; // to send it again says: it may stay
    kept.put("outbox", item);
    this.#next(nonce);
    this.#changed();
    return true;
  }

  again(nonce) {
    const item = this.#items.find((one) => one.nonce === nonce);
    if (!item) return;
    item.failed = "";
    item.looked ||= item.asked === true;
    kept.put("outbox", item);
    this.#changed();
    this.go();
  }

  /** Takes it out and returns it: to write it anew, or to let it go. */
  take(nonce) {
    const item = this.#items.find((one) => one.nonce === nonce);
    this.stored(nonce);
    return item;
  }

  /** The room is not this person's any more: nothing is sent or kept. */
  forget() {
    clearTimeout(this.#timer);
    for (const { nonce } of this.#items) kept.drop("outbox", nonce);
    this.#items = [];
    this.#changed();
  }

  #next(nonce) {
    if (this.#sending === nonce) this.#sending = null;
    this.go();
  }

  #changed() {
    this.dispatchEvent(new Event("changed"));
  }
}

// What this tab knows of one room: a set of messages, each in its newest state, and a cursor. Nothing here touches
// the page or the network, so that it can be tested by itself.

const GAP_MS = 250; // stragglers of a reordered burst arrive within this

export class Timeline {
  #messages = new Map();
  #ahead = new Map(); // frames beyond a gap, by rev
  #gapTimer = 0;

  /** `sync(after)` asks the server for what is missing; `changed(ids)` says which messages to draw again. */
  constructor({ sync, changed, later = (work, ms) => setTimeout(work, ms) }) {
    this.sync = sync;
    this.changed = changed;
    this.later = later;
    this.cursor = null;
    this.hasBefore = false;
    this.detached = false; // shows a window that does not reach the newest message
    this.missedWhileDetached = 0;
  }

  get size() {
    return this.#messages.size;
  }

  get(id) {
    return this.#messages.get(id);
  }

  /** In the order they were said. */
  ordered() {
    return [...this.#messages.values()].sort((a, b) => a.seq - b.seq);
  }

  get oldest() {
    return this.#messages.size ? Math.min(...[...this.#messages.values()].map((m) => m.seq)) : 0;
  }

  get newest() {
    return this.#messages.size ? Math.max(...[...this.#messages.values()].map((m) => m.seq)) : 0;
  }

  /** Start over with a page: the newest one, or a window somewhere in the past. */
  begin({ messages, rev, hasBefore, detached = false }) {
    this.#messages.clear();
    this.#ahead.clear();
    this.cursor = rev;
    this.hasBefore = hasBefore;
    this.detached = detached;
    this.missedWhileDetached = 0;
    this.#take(messages, { olderToo: true });
  }

  /** Everything after the cursor, as the server read it at one moment. */
  catchUp({ messages, rev, more }) {
    this.#take(messages, { olderToo: false });
    this.#moveTo(rev);
    if (more) this.sync(this.cursor);
  }

  /** A page of history, older or newer than what is shown. */
  extend({ messages, before, after }) {
    const older = messages.length > 0 && messages[0].seq < this.oldest;
    this.#take(messages, { olderToo: true });
    if (older || !messages.length) this.hasBefore = before;
    if (!older && !after && this.detached) {
      this.detached = false;
      this.missedWhileDetached = 0;
      this.sync(this.newest);
    }
  }

  /** One live frame. In order it is applied; ahead of its turn it waits; behind, it is a repeat. */
  hear({ rev, message }) {
    if (this.cursor === null || rev <= this.cursor) {
      this.#take([message], { olderToo: false });
      return;
    }
    if (rev === this.cursor + 1) {
      this.#take([message], { olderToo: false });
      this.#moveTo(rev);
      return;
    }
    this.#ahead.set(rev, message);
    this.#waitForGap();
  }

  /** What the server counts. Behind it, something was lost on the way. */
  head(rev) {
    if (this.cursor !== null && rev > this.cursor) this.sync(this.cursor);
  }

  /** Forget messages so that a long evening does not fill the page. */
  prune(keep, { fromTop }) {
    const ordered = this.ordered();
    if (ordered.length <= keep) return;
    const gone = fromTop ? ordered.slice(0, ordered.length - keep) : ordered.slice(keep);
    for (const message of gone) this.#messages.delete(message.id);
    if (fromTop) this.hasBefore = true;
    else this.detached = true;
    this.changed(gone.map((m) => m.id));
  }

  forget() {
    this.#messages.clear();
    this.#ahead.clear();
    this.cursor = null;
  }

  #take(messages, { olderToo }) {
    const drawn = [];
    const { oldest, newest } = this;
    for (const message of messages) {
      const known = this.#messages.get(message.id);
      if (known) {
        if (message.rev < known.rev) continue;
      } else if (!olderToo) {
        if (this.#messages.size && message.seq < oldest && this.hasBefore) continue; // comes with history
        if (this.detached && message.seq > newest) {
          this.missedWhileDetached += message.seq === message.rev ? 1 : 0;
          continue;
        }
      }
      this.#messages.set(message.id, message);
      drawn.push(message.id);
    }
    this.changed(drawn);
  }

  #moveTo(rev) {
    this.cursor = Math.max(this.cursor, rev);
    for (const known of [...this.#ahead.keys()].sort((a, b) => a - b)) {
      if (known > this.cursor + 1) break;
      this.#take([this.#ahead.get(known)], { olderToo: false });
      this.#ahead.delete(known);
      this.cursor = Math.max(this.cursor, known);
    }
  }

  #waitForGap() {
    if (this.#gapTimer) return;
    this.#gapTimer = this.later(() => {
      this.#gapTimer = 0;
      if (this.#ahead.size) this.sync(this.cursor);
    }, GAP_MS);
  }
}

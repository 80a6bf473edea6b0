// Moving through a room's time: upward into history, to a message or a day, back to the newest.

const PAGE = 50;

export class RoomMoves {
  #asking = false; // one page of history at a time
  #going = null; // what to do with the page that was asked for in order to go there

  constructor(room, jump) {
    this.room = room;
    this.jump = jump;
    jump.addEventListener("click", () => this.latest());
  }

  get #timeline() {
    return this.room.timeline;
  }

  older() {
    if (this.#timeline.hasBefore && !this.#asking) this.#ask({ before: this.#timeline.oldest });
  }

  newer(atEnd) {
    const last = this.#timeline.detached && !this.#asking && this.#timeline.ordered().at(-1);
    if (last) this.#ask({ around: last.id });
    if (atEnd) this.showJump();
  }

  #ask(where) {
    this.#asking = this.room.wire("history", { limit: PAGE, ...where });
    return this.#asking;
  }

  paged(frame) {
    this.#asking = false;
    const go = this.#going;
    this.#going = null;
    if (!go) return this.#timeline.extend(frame);
    const { messages, before, after } = frame;
    this.#timeline.begin({ messages, rev: this.#timeline.cursor, hasBefore: before, detached: after });
    return go(frame);
  }

  /** The wire is new: what was asked before it will not be answered. */
  forget() {
    this.#asking = false;
    this.#going = null;
  }

  /** To one message, wherever it is. */
  goTo(id) {
    const { log, scroll } = this.room;
    const there = (item) => {
      scroll.to(item);
      item.classList.add("is-target");
      item.focus({ preventScroll: true });
    };
    const item = log.itemOf(id);
    if (item) return there(item);
    this.#going = () => log.itemOf(id) && there(log.itemOf(id));
    return this.#ask({ around: id });
  }

  goToDate(day) {
    const { log, scroll } = this.room;
    const midnight = new Date(`${day}T00:00`); // where the reader is
    this.#going = ({ messages }) => {
      const first = messages.find((message) => new Date(message.at) >= midnight) ?? messages.at(-1);
      if (first) scroll.to(log.itemOf(first.id), { part: 0.1 });
    };
    this.#ask({ date: midnight.toISOString(), limit: PAGE });
  }

  latest() {
    const { scroll } = this.room;
    if (this.#timeline.detached) {
      this.#timeline.forget();
      scroll.atEnd = true;
      this.room.wire("enter", { after: null });
    }
    scroll.toEnd();
    this.showJump();
  }

  showJump() {
    const { reading, scroll } = this.room;
    const count = reading.unseen() + this.#timeline.missedWhileDetached;
    this.jump.hidden = scroll.atEnd && !this.#timeline.detached;
    this.jump.textContent = count ? `${count} new ${count === 1 ? "message" : "messages"} ↓` : "Newest ↓";
  }
}

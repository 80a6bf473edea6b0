// The list of messages: order, groups, day lines, the line of what is new. Draws only what changed.

import { find, make } from "../lib/dom.js";
import { dayText, sameDay } from "../lib/time.js";
import { drawMessage, fillMessage, fillOutboxState } from "./message-view.js";

const GROUP_MS = 5 * 60_000; // SCREENS.md: the same person within five minutes, on the same day
const SLOW_MS = 500; // a message on its way for longer shows that it is

export class RoomLog {
  #items = new Map();

  constructor(page, log, { me, own, handle, newAfter, partly, target, blocked }) {
    this.page = page;
    this.log = log;
    this.me = me;
    this.own = own; // as the author of what is on its way
    this.handle = handle;
    this.newAfter = newAfter; // seq after which messages were new when the room was opened; fixed for the visit
    this.newWords = ""; // what the line says, fixed with it
    this.partly = partly; // more is new than was loaded when the room was opened
    this.target = target;
    this.blocked = blocked; // ids of people whose words are folded
    this.empty = find(".log-empty", log) ?? make("li", "Nothing said here yet.", "log-empty meta"); // in the server's words
    log.replaceChildren();
  }

  itemOf(id) {
    return this.#items.get(id);
  }

  /** Make the page show these messages, then those on their way, drawing again those in `changed` (or all). */
  show(messages, waiting, changed = null) {
    const wanted = [...messages, ...waiting.map((item) => this.#asMessage(item))];
    const lines = [];
    let before = null;
    let newLine = null;
    for (const message of wanted) {
      const at = new Date(message.at);
      if (!before || !sameDay(at, new Date(before.at))) lines.push(this.#dayLine(at));
      const fresh = !newLine && this.#isNew(message);
      if (fresh) lines.push((newLine = this.#newLine(wanted)));
      lines.push(this.#item(message, fresh || !this.#continues(before, message), changed));
      before = message;
    }
    if (!wanted.length) lines.push(this.empty);
    this.#arrange(lines, new Set(wanted.map((m) => m.id)));
  }

  #isNew(message) {
    return this.newAfter !== null && !message.pending && message.seq > this.newAfter && message.author.id !== this.me;
  }

  #continues(before, message) {
    return (
      before !== null &&
      before.author.id === message.author.id &&
      !message.reply_to &&
      sameDay(new Date(before.at), new Date(message.at)) &&
      new Date(message.at) - new Date(before.at) < GROUP_MS
    );
  }

  #asMessage(item) {
    return {
      id: item.nonce,
      seq: Infinity,
      author: this.own,
      at: new Date(item.at).toISOString(),
      body: item.body,
      html: "",
      reply_to: null,
      attachments: item.files ?? [],
      reactions: [],
      pending: item,
    };
  }

  #item(message, first, changed) {
    const { me, handle, target, blocked } = this;
    const context = { me, handle, first, target, blocked, parent: this.parentOf?.(message), replies: this.repliesOf?.(message) };
    let item = this.#items.get(message.id);
    if (!item) {
      item = drawMessage(this.page, message, context);
      this.#items.set(message.id, item);
    } else if (!changed || changed.has(message.id) || item.classList.contains("first") !== first || message.pending) {
      fillMessage(this.page, item, message, context);
    }
    const { pending } = message;
    const slow = pending && Date.now() - pending.at > SLOW_MS;
    fillOutboxState(this.page, item, pending ? { failed: pending.failed, waits: pending.waits, slow } : {});
    return item;
  }

  #dayLine(at) {
    const line = make("li", "", "divider");
    const day = make("span", dayText(at));
    day.dataset.day = at.toISOString().slice(0, 10);
    line.append(day);
    return line;
  }

  #newLine(messages) {
    const count = messages.filter((message) => this.#isNew(message)).length;
    this.newWords ||= this.partly ? "New" : `${count} new`;
    const line = make("li", this.newWords, "newline");
    line.id = "new-messages";
    return line;
  }

  /** Put the wanted lines in order with as few moves as possible: what stays is not touched. */
  #arrange(lines, ids) {
    for (const [id, item] of this.#items) {
      if (ids.has(id)) continue;
      item.remove();
      this.#items.delete(id);
    }
    for (const old of [...this.log.children]) if (!old.matches("li.msg")) old.remove();
    let place = this.log.firstChild;
    for (const line of lines) {
      if (line === place) place = place.nextSibling;
      else this.log.insertBefore(line, place);
    }
    while (place) {
      const next = place.nextSibling;
      place.remove();
      place = next;
    }
  }

  /** Of the messages wholly on screen, the last one. */
  lastVisible(stream) {
    const bottom = stream.getBoundingClientRect().bottom;
    const items = [...this.log.querySelectorAll("li.msg:not(.is-pending)")];
    return items.reverse().find((item) => {
      const box = item.getBoundingClientRect();
      return box.top + box.height / 2 < bottom;
    });
  }

  newLineOnPage() {
    return find("#new-messages", this.log);
  }
}

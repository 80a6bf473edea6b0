// What one does to messages: react, reply, edit, pin, delete, link; and to those that were not sent.

import { find, make, wordsOf } from "../lib/dom.js";
import { toast } from "../lib/toast.js";
import { ASKS } from "../live/protocol.js";

const FAILED = "That did not work.";

export class RoomActs {
  #waiting = new Map(); // nonce → a change without an answer yet

  constructor(room) {
    this.room = room;
    room.addEventListener("click", (event) => {
      const quote = event.target.closest("[data-go-to]");
      if (!quote) return;
      event.preventDefault();
      room.moves.goTo(quote.dataset.goTo);
    });
  }

  act(name, message, detail) {
    if (!message) return;
    const carry = {
      react: () => this.#react(message, detail.emoji),
      reply: () => this.#reply(message),
      thread: () => this.room.threads.toggle(message),
      edit: () => this.room.composer.edit(message),
      pin: () => this.#change("pin", message, { on: !message.pinned }),
      copy: () => this.#copy(message),
      unread: () => this.room.reading.markUnread(message),
      report: () => location.assign(`${this.room.dataset.report}${message.id}/`),
      delete: () => this.#delete(message),
      again: () => this.room.outbox.again(message.nonce),
      rewrite: () => this.room.composer.rewrite(this.room.outbox.take(message.nonce)),
      discard: () => this.room.outbox.take(message.nonce),
    }[name];
    carry?.();
  }

  /** Sends one change; false when the wire is down. */
  #change(type, message, fields) {
    const nonce = crypto.randomUUID();
    const out = this.room.wire(type, { message: message.id, nonce, ...fields });
    if (out) this.#waiting.set(nonce, { type, message, fields });
    else toast("You are offline. Try again when you are back.");
    return out;
  }

  #reply(message) {
    this.room.composer.reply(message);
    this.room.threads.answering(message);
  }

  #react(message, emoji) {
    const mine = message.reactions.find((one) => one.emoji === emoji)?.members.includes(this.room.me);
    this.#change("react", message, { emoji, on: !mine });
  }

  saveEdit(message, body, looked) {
    return this.#change("edit", message, { body, looked });
  }

  editLast() {
    const mine = this.room.timeline.ordered().filter((m) => m.author.id === this.room.me && !m.deleted);
    if (mine.length) this.room.composer.edit(mine.at(-1));
  }

  async #copy(message) {
    const url = `${location.origin}${location.pathname}?message=${message.id}`;
    await navigator.clipboard?.writeText(url).catch(() => {});
    toast("Link copied. It opens only for people of this room.");
  }

  #delete(message) {
    const dialog = find("[data-confirm-delete]", this.room);
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue === "delete" && this.#change("delete", message, {}), { once: true });
    dialog.showModal();
  }

  acked(nonce) {
    this.#waiting.delete(nonce);
  }

  /** The connection is new: what the old one did not answer is said again. Twice is the same as once. */
  resend() {
    for (const [nonce, { type, message, fields }] of this.#waiting) this.room.wire(type, { message: message.id, nonce, ...fields });
  }

  refused({ nonce, code, detail }) {
    if (!this.#waiting.has(nonce)) return;
    const { type, message, fields } = this.#waiting.get(nonce);
    this.#waiting.delete(nonce);
    toast(detail || FAILED);
    if (type === "edit") this.room.composer.edit(message, fields.body, code === ASKS);
  }

  /** For lists of pinned messages: a line that leads to one. */
  lineTo(message) {
    const line = make("button", `${message.author.name}: ${wordsOf(message).slice(0, 120)}`, "menu-item");
    line.type = "button";
    line.addEventListener("click", () => this.room.moves.goTo(message.id));
    return line;
  }
}

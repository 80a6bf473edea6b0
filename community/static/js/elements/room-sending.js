// What goes out of a room's page, by way of the outbox.

import { Outbox } from "../live/outbox.js";

const LOOK_MS = 500; // how often the state of what is on its way is drawn anew
const NEWS_MS = 300; // the message itself usually follows its ack within this

export class RoomSending {
  constructor(room) {
    this.room = room;
    this.outbox = new Outbox(room.id_, (item) => this.#say(item));
    this.outbox.addEventListener("changed", () => this.#draw());
    setInterval(() => this.outbox.items.length && this.#draw(), LOOK_MS);
  }

  #draw() {
    this.room.draw(new Set());
    this.room.threads?.thread?.draw();
  }

  #say({ nonce, body, reply_to, attachments, looked = false }) {
    return this.room.timeline.cursor !== null && this.room.wire("say", { nonce, body, reply_to, attachments, looked });
  }

  send({ body, replyTo, files, looked }) {
    const { timeline, moves, scroll } = this.room;
    this.outbox.add({ body, reply_to: replyTo, attachments: files.map((file) => file.id), files, looked });
    if (timeline.detached) moves.latest();
    scroll.toEnd();
  }

  acked(nonce) {
    this.room.acts.acked(nonce);
    if (!this.outbox.items.some((item) => item.nonce === nonce)) return;
    // Stored before this connection: the words come with a sync rather than as news.
    setTimeout(() => this.outbox.stored(nonce) && this.room.wire("sync", { after: this.room.timeline.cursor }), NEWS_MS);
  }
}

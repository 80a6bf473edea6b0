// One room: the timeline it knows, the outbox it sends, the list it draws. <room-page> is rendered by the server and
// works as a plain page without this.

import { announce, confirmAloud } from "../lib/announcer.js";
import { find, make } from "../lib/dom.js";
import { Timeline } from "../live/timeline.js";
import { liveSocket } from "./live.js";
import { RoomActs } from "./room-acts.js";
import { RoomComposer } from "./room-composer.js";
import { RoomLog } from "./room-log.js";
import { RoomMenu } from "./room-menu.js";
import { RoomMoves } from "./room-moves.js";
import { RoomPeople } from "./room-people.js";
import { RoomPins } from "./room-pins.js";
import { RoomReading } from "./room-reading.js";
import { RoomScroll } from "./room-scroll.js";
import { RoomSending } from "./room-sending.js";
import { RoomThreads } from "./room-threads.js";
import { RoomTimes } from "./room-times.js";

const MOST_DRAWN = 300;
const ROOM_TO_GROW = 50;

class RoomPage extends HTMLElement {
  connectedCallback() {
    this.state = JSON.parse(find("[data-state]", this).textContent);
    this.id_ = this.dataset.room;
    this.me = this.state.me;
    this.build();
    this.listen();
    this.open();
  }

  build() {
    this.classList.add("is-live");
    this.stream = find("[data-stream]", this);
    this.timeline = new Timeline({ sync: (after) => this.wire("sync", { after }), changed: (ids) => this.draw(new Set(ids)) });
    this.sending = new RoomSending(this);
    this.outbox = this.sending.outbox;
    this.log = new RoomLog(this, find("[data-log]", this), {
      me: this.me,
      own: this.state.own,
      newAfter: this.state.enrolled && this.state.read ? this.state.read : null,
      partly: this.state.after,
      target: this.state.target,
      blocked: new Set(this.state.blocked),
    });
    this.log.parentOf = (message) => message.reply_to && this.timeline.get(message.reply_to.id);
    this.scroll = new RoomScroll(this.stream, { top: () => this.moves.older(), end: (atEnd) => this.moves.newer(atEnd) });
    this.reading = new RoomReading(this, this.state.read);
    this.moves = new RoomMoves(this, find("[data-jump]", this));
    this.acts = new RoomActs(this);
    this.people = new RoomPeople(this);
    this.times = new RoomTimes(this);
    this.pins = new RoomPins(this);
    this.composer = new RoomComposer(find("[data-composer]", this), this);
    this.menu = new RoomMenu(this);
    this.threads = new RoomThreads(this);
  }

  listen() {
    this.socket = liveSocket();
    const mine = (handler) => (frame) => frame.room === this.id_ && handler(frame);
    const on = {
      message: (frame) => this.heard(frame),
      entered: (frame) => this.entered(frame),
      synced: (frame) => this.timeline.catchUp(frame),
      page: (frame) => this.moves.paged(frame),
      ack: ({ nonce }) => this.sending.acked(nonce),
      refused: (frame) => this.outbox.refused(frame) || this.acts.refused(frame),
      reset: () => this.timeline.forget(),
      gone: () => this.gone(),
      room: (frame) => this.times.heard(frame),
      read: ({ member, seq }) => member === this.me && this.reading.mark(seq),
    };
    for (const [type, handler] of Object.entries(on)) this.socket.on(`frame:${type}`, mine(handler));
    this.socket.on("frame:heads", ({ rooms }) => this.id_ in rooms && this.timeline.head(rooms[this.id_]));
    this.socket.on("up", (welcome) => this.up(welcome));
  }

  /** What the page brought along is drawn at once; then the wire goes on from there. */
  async open() {
    const { messages, rev, before, after } = this.state;
    this.timeline.begin({ messages, rev, hasBefore: before, detached: after });
    const place = this.log.itemOf(this.state.target) ?? this.log.newLineOnPage();
    if (place) this.scroll.to(place);
    else this.scroll.toEnd();
    await this.outbox.load();
    if (this.socket.up) this.up(this.socket.welcome);
  }

  /** Another epoch: a backup was restored, and what this tab knows may never have happened. */
  up({ member, epoch }) {
    this.log.handle = member.handle;
    if (this.epoch && this.epoch !== epoch) this.timeline.forget();
    this.epoch = epoch;
    this.moves.forget();
    this.wire("enter", { after: this.timeline.cursor });
  }

  wire(type, fields = {}) {
    return this.socket.send({ type, room: this.id_, ...fields });
  }

  entered(frame) {
    if (frame.when) this.times.heard(frame);
    this.people.here(frame);
    if (this.timeline.cursor === null) this.timeline.begin({ ...frame, hasBefore: frame.more });
    else this.timeline.catchUp(frame);
    this.outbox.resend();
    this.acts.resend();
  }

  heard(frame) {
    const known = this.timeline.get(frame.message.id);
    if (frame.message.author.id === this.me && this.outbox.stored(frame.message.nonce)) confirmAloud("Sent");
    this.timeline.hear(frame);
    this.pins.heard(frame.message);
    const { author, deleted, body } = frame.message;
    if (!known && !deleted && author.id !== this.me) {
      this.people.wrote(author.id);
      announce(`${author.name}: ${body}`);
    }
    this.moves.showJump();
  }

  messageOf({ dataset: { id } }) {
    return this.timeline.get(id) ?? this.threads.get(id) ?? this.outbox.items.find((one) => one.nonce === id);
  }

  draw(changed) {
    if (!this.moves) return;
    const waiting = this.timeline.detached ? [] : this.outbox.items;
    this.scroll.keep(() => this.log.show(this.timeline.ordered(), waiting, changed));
    if (this.scroll.atEnd && this.timeline.size > MOST_DRAWN) this.timeline.prune(MOST_DRAWN - ROOM_TO_GROW, { fromTop: true });
    this.moves.showJump();
  }

  /** Nothing of the room stays on this device, not even what was meant for it. */
  gone() {
    this.outbox.forget();
    this.composer.set("");
    this.timeline.forget();
    this.replaceChildren(make("p", "This room isn't available to you any more.", "empty"));
  }
}

export function defineRoomPage() {
  customElements.define("room-page", RoomPage);
}

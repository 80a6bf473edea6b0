// One room: the timeline it knows, the outbox it sends, the list it draws. <room-page> is rendered by the server and
// works as a plain page without this.

import { announce } from "../lib/announcer.js";
import { ask, find, make } from "../lib/dom.js";
import { Outbox } from "../live/outbox.js";
import { Timeline } from "../live/timeline.js";
import { liveSocket, nothingNewHere } from "./live.js";
import { RoomActs } from "./room-acts.js";
import { RoomComposer } from "./room-composer.js";
import { RoomLog } from "./room-log.js";
import { RoomMenu } from "./room-menu.js";
import { RoomPeople } from "./room-people.js";
import { RoomPins } from "./room-pins.js";
import { RoomScroll } from "./room-scroll.js";

const SEEN_MS = 1_000; // a message counts as read after it was on screen for so long, in a tab that is looked at
const MOST_DRAWN = 300;
const PAGE = 50;

class RoomPage extends HTMLElement {
  connectedCallback() {
    this.state = JSON.parse(find("[data-state]", this).textContent);
    this.id_ = this.dataset.room;
    this.me = this.state.me;
    this.seen = this.state.read;
    this.asking = false;
    this.build();
    this.listen();
    this.open();
  }

  build() {
    this.classList.add("is-live");
    this.stream = find("[data-stream]", this);
    this.jump = find("[data-jump]", this);
    this.timeline = new Timeline({ sync: (after) => this.sync(after), changed: (ids) => this.draw(new Set(ids)) });
    this.outbox = new Outbox(this.id_, (item) => this.say(item));
    this.log = new RoomLog(this, find("[data-log]", this), {
      me: this.me,
      newAfter: this.state.enrolled && this.state.read ? this.state.read : null,
      target: this.state.target,
    });
    this.log.parentOf = (message) => message.reply_to && this.timeline.get(message.reply_to.id);
    this.scroll = new RoomScroll(this.stream, { top: () => this.older(), end: (atEnd) => this.newer(atEnd) });
    this.acts = new RoomActs(this);
    this.people = new RoomPeople(this);
    this.pins = new RoomPins(this);
    this.composer = new RoomComposer(find("[data-composer]", this), this, {
      send: (message) => this.send(message),
      edit: (message, body) => this.acts.saveEdit(message, body),
      editLast: () => this.acts.editLast(),
      typing: () => this.wire("typing"),
    });
    this.menu = new RoomMenu(this, find("[data-log]", this), {
      act: (name, message, detail) => this.acts.act(name, message, detail),
      messageOf: (item) => this.messageOf(item),
      me: this.me,
      leads: this.state.leads,
    });
  }

  listen() {
    this.socket = liveSocket();
    const mine = (handler) => (frame) => frame.room === this.id_ && handler(frame);
    const on = {
      message: (frame) => this.heard(frame),
      entered: (frame) => this.entered(frame),
      synced: (frame) => this.timeline.catchUp(frame),
      page: (frame) => this.paged(frame),
      ack: ({ nonce }) => this.acked(nonce),
      refused: (frame) => this.outbox.refused(frame) || this.acts.refused(frame),
      reset: () => this.timeline.forget(),
      gone: () => this.gone(),
      read: ({ member, seq }) => member === this.me && this.markSeen(seq),
    };
    for (const [type, handler] of Object.entries(on)) this.socket.on(`frame:${type}`, mine(handler));
    this.socket.on("frame:heads", ({ rooms }) => this.id_ in rooms && this.timeline.head(rooms[this.id_]));
    this.socket.on("up", ({ member }) => this.up(member));
    this.outbox.addEventListener("changed", () => this.draw(new Set()));
    this.jump.addEventListener("click", () => this.latest());
    setInterval(() => this.look(), SEEN_MS);
    setInterval(() => this.outbox.items.length && this.draw(new Set()), 500);
  }

  /** What the page brought along is drawn at once; then the wire goes on from there. */
  async open() {
    const { messages, rev, before, after } = this.state;
    this.timeline.begin({ messages, rev, hasBefore: before, detached: after });
    const line = this.log.newLineOnPage();
    const target = this.log.itemOf(this.state.target);
    if (target) this.scroll.to(target);
    else if (line) this.scroll.to(line);
    else this.scroll.toEnd();
    await this.outbox.load();
    if (this.socket.up) this.up(this.socket.welcome.member);
  }

  up(member) {
    this.log.handle = member.handle;
    this.wire("enter", { after: this.timeline.cursor });
  }

  wire(type, fields = {}) {
    return this.socket.send({ type, room: this.id_, ...fields });
  }

  entered(frame) {
    this.people.here(frame);
    if (this.timeline.cursor === null) this.timeline.begin({ ...frame, hasBefore: frame.more });
    else this.timeline.catchUp(frame);
    this.outbox.resend();
  }

  heard(frame) {
    const known = this.timeline.get(frame.message.id);
    this.outbox.stored(frame.message.author.id === this.me ? frame.message.nonce : "");
    this.timeline.hear(frame);
    this.pins.heard(frame.message);
    const { author, deleted, body } = frame.message;
    if (!known && !deleted && author.id !== this.me) {
      this.people.wrote(author.id);
      announce(`${author.name}: ${body}`);
    }
    this.showJump();
  }

  acked(nonce) {
    this.acts.acked(nonce);
    if (this.outbox.items.some((item) => item.nonce === nonce)) {
      // Stored before this connection: the words come with a sync rather than as news.
      setTimeout(() => this.outbox.stored(nonce) && this.sync(this.timeline.cursor), 300);
    }
  }

  sync(after) {
    this.wire("sync", { after });
  }

  say(item) {
    const { nonce, body, reply_to, attachments } = item;
    return this.timeline.cursor !== null && this.wire("say", { nonce, body, reply_to, attachments });
  }

  send({ body, replyTo, files }) {
    this.outbox.add({ body, reply_to: replyTo, attachments: files.map((file) => file.id), files });
    if (this.timeline.detached) this.latest();
    this.scroll.toEnd();
  }

  messageOf(item) {
    return this.timeline.get(item.dataset.id) ?? this.outbox.items.find((one) => one.nonce === item.dataset.id);
  }

  draw(changed) {
    if (!this.log || !this.scroll) return;
    const waiting = this.timeline.detached ? [] : this.outbox.items;
    this.scroll.keep(() => this.log.show(this.timeline.ordered(), waiting, changed));
    if (this.scroll.atEnd && this.timeline.size > MOST_DRAWN) this.timeline.prune(MOST_DRAWN - PAGE, { fromTop: true });
    this.showJump();
  }

  // ---- moving through time ------------------------------------------------------------------

  older() {
    if (this.timeline.hasBefore && !this.asking) this.asking = this.wire("history", { before: this.timeline.oldest, limit: PAGE });
  }

  newer(atEnd) {
    if (this.timeline.detached && !this.asking) {
      const last = this.timeline.ordered().at(-1);
      if (last) this.asking = this.wire("history", { around: last.id, limit: PAGE });
    }
    if (atEnd) this.showJump();
  }

  paged(frame) {
    this.asking = false;
    if (this.going) {
      const go = this.going;
      this.going = null;
      this.timeline.begin({ messages: frame.messages, rev: this.timeline.cursor, hasBefore: frame.before, detached: frame.after });
      go(frame);
    } else {
      this.timeline.extend(frame);
    }
  }

  /** To one message, wherever it is. */
  goTo(id) {
    const there = (item) => {
      this.scroll.to(item);
      item.classList.add("is-target");
      item.focus({ preventScroll: true });
    };
    const item = this.log.itemOf(id);
    if (item) return there(item);
    this.going = () => this.log.itemOf(id) && there(this.log.itemOf(id));
    return this.wire("history", { around: id, limit: PAGE });
  }

  goToDate(day) {
    this.going = (frame) => {
      const first = frame.messages.find((message) => message.at.slice(0, 10) >= day) ?? frame.messages.at(-1);
      if (first) this.scroll.to(this.log.itemOf(first.id), { part: 0.1 });
    };
    this.wire("history", { date: day, limit: PAGE });
  }

  latest() {
    if (this.timeline.detached) {
      this.timeline.forget();
      this.scroll.atEnd = true;
      this.wire("enter", { after: null });
    }
    this.scroll.toEnd();
    this.showJump();
  }

  showJump() {
    const unseen = this.timeline.ordered().filter((m) => m.seq > this.seen && m.author.id !== this.me && !m.deleted).length;
    const count = unseen + this.timeline.missedWhileDetached;
    this.jump.hidden = this.scroll.atEnd && !this.timeline.detached;
    this.jump.textContent = count ? `${count} new ${count === 1 ? "message" : "messages"} ↓` : "Newest ↓";
  }

  // ---- reading --------------------------------------------------------------------------------

  /** Once a second: what has been on screen, in a tab somebody looks at, is read. */
  look() {
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    const seq = this.timeline.get(this.log.lastVisible(this.stream)?.dataset.id)?.seq ?? 0;
    if (seq > this.seen && seq === this.lookedAt && this.wire("read", { seq })) this.markSeen(seq);
    this.lookedAt = seq;
  }

  markSeen(seq) {
    this.seen = Math.max(this.seen, seq);
    if (this.seen >= this.timeline.newest && !this.timeline.detached) nothingNewHere();
    this.showJump();
  }

  async markUnread(message) {
    await ask(this.dataset.unread, { method: "POST", body: new URLSearchParams({ seq: message.seq }) });
    this.seen = Infinity; // leave it unread for this visit
    this.log.newAfter = message.seq - 1;
    this.draw(null);
  }

  gone() {
    this.timeline.forget();
    this.replaceChildren(make("p", "This room isn't available to you any more.", "empty"));
  }
}

export function defineRoomPage() {
  customElements.define("room-page", RoomPage);
}

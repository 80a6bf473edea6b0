// The one thread of a room that is open: beside the room where there is space, over it elsewhere. There is one box to
// write in; while a thread is beside the room, what is sent goes there.

import { fetchElement, find } from "../lib/dom.js";
import { toast } from "../lib/toast.js";
import { liveSocket } from "./live.js";
import { RoomThread } from "./room-thread.js";
import { ThreadCounts } from "./thread-counts.js";
import { ThreadHistory } from "./thread-history.js";

const BESIDE = "(width >= 1000px)"; // as in pages/room.css
const CLOSE_FIRST = ".floating-menu, .mention-menu, dialog[open], details[data-menu][open]"; // of what Escape closes

export class RoomThreads {
  thread = null;
  #asked = 0;

  constructor(room) {
    this.room = room;
    this.counts = new ThreadCounts(room.timeline, room.state.threads);
    this.history = new ThreadHistory(() => this.close({ left: true }));
    room.log.repliesOf = ({ id }) => ({ count: this.counts.of(id), url: this.#url(id), open: this.thread?.root === id });
    const on = {
      message: (frame) => this.#news(frame),
      entered: (frame) => this.#brought(frame, room.timeline.cursor === null),
      synced: (frame) => this.#brought(frame),
      page: (frame) => this.#brought(frame, false, frame.messages),
      gone: () => this.close({ focus: false }),
    };
    for (const [type, handler] of Object.entries(on)) {
      liveSocket().on(`frame:${type}`, (frame) => frame.room === room.id_ && handler(frame));
    }
    document.addEventListener("keydown", (event) => this.#key(event), true);
  }

  get(id) {
    return this.thread?.get(id);
  }

  has(message) {
    return Boolean(message.reply_to || this.counts.of(message.id));
  }

  get beside() {
    return matchMedia(BESIDE).matches;
  }

  get covers() { // is the room behind it?
    return Boolean(this.thread) && !this.beside;
  }

  #news(frame) {
    const { message, root } = frame;
    if (root) this.counts.news(frame);
    if (this.room.timeline.get(root)) this.room.draw(new Set([root]));
    this.thread?.take([message], root);
  }

  #brought({ messages, threads = {} }, anew = false, page = []) {
    if (anew) this.counts.forget();
    this.counts.take(threads, page);
    this.room.draw(new Set(Object.keys(threads)));
    const { thread } = this;
    thread?.take(messages);
    if (thread && (anew || (threads[thread.root] ?? thread.total) !== thread.total)) this.#renew(thread, this.#url(thread.at));
  }

  /** The way to it below a message, or in a message's menu. */
  toggle(message) {
    return this.thread?.root === message.id && this.beside ? this.close() : this.open(message.id);
  }

  answering(message) { // what was said to it comes along, where there is space
    if (this.beside && this.#context) this.open(message.id, { quietly: true });
  }

  async open(id, { quietly = false } = {}) {
    if (this.thread?.holds(id)) return void this.#goOn(quietly);
    const asked = ++this.#asked;
    const aside = await fetchElement(this.#url(id), "aside");
    if (asked !== this.#asked) return;
    if (!aside) return void (quietly || toast("The thread could not be opened. Try again when you are back."));
    this.close({ focus: false, left: true });
    if (!this.beside) this.history.opened();
    this.room.scroll.keep(() => find("main").append(aside));
    this.thread = new RoomThread(this.room, aside, id);
    this.room.menu.serve(this.thread.log, this.thread.stream);
    aside.addEventListener("click", (event) => this.#click(event));
    this.room.draw(new Set([this.thread.root]));
    this.thread.take(this.room.timeline.ordered()); // what was said while it was on its way
    this.thread.draw();
    this.thread.scroll.toEnd();
    this.#goOn(quietly);
  }

  /** Beside the room, what is sent goes to it from now on. */
  #goOn(quietly) {
    const { answered, title } = this.thread;
    if (this.beside && answered) this.#context?.stay(answered);
    if (!quietly) title.focus();
  }

  /** `left`: where it was in the history of the page is left already, or another one comes there. */
  close({ focus = true, left = false } = {}) {
    const { thread } = this;
    this.#asked += 1; // what is still on its way comes too late
    if (!thread) return;
    if (!left) this.history.closed();
    const inside = this.covers || thread.aside.contains(document.activeElement);
    this.thread = null;
    this.room.scroll.keep(() => thread.aside.remove());
    this.room.draw(new Set([thread.root]));
    this.#context?.part((message) => thread.holds(message.id));
    if (!focus || !inside) return;
    const item = this.room.log.itemOf(thread.root) ?? this.room.log.itemOf(thread.at);
    ((item && find(".replies-btn:not([hidden])", item)) ?? item ?? this.room.stream).focus();
  }

  #click(event) {
    const { thread } = this;
    const target = event.target.closest("[data-thread-close], [data-thread-answer], [data-thread-earlier], [data-go-to]");
    if (!target) return;
    event.preventDefault();
    const { goTo, threadAnswer, threadEarlier } = target.dataset;
    if (threadEarlier !== undefined) return void this.#renew(thread, target.href, { earlier: true });
    if (goTo === undefined || this.covers) this.close({ focus: goTo === undefined && threadAnswer === undefined });
    if (threadAnswer !== undefined) this.room.composer.reply(thread.answered);
    if (goTo !== undefined) this.room.moves.goTo(goTo);
  }

  #key(event) {
    if (event.key !== "Escape" || !this.thread || find(CLOSE_FIRST)) return;
    const { composer } = this.room;
    if (this.#context?.kind === "edit" && composer.form.contains(event.target)) return; // of the edit
    if (event.target === document.body || find("main").contains(event.target)) this.close();
  }

  get #context() {
    return this.room.composer.context; // none where nothing can be written
  }

  #url(id) {
    return `${this.room.dataset.threads}${id}/`;
  }

  async #renew(thread, url, how) {
    const aside = await fetchElement(url, "aside");
    if (aside && thread === this.thread) thread.renew(aside, how);
  }
}

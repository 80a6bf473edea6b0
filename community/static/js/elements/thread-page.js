// A question and its replies: marks what was read, tells of new replies without moving anything.

import { announce } from "../lib/announcer.js";
import { ask, find, findAll, insertServerHtml, make, meta } from "../lib/dom.js";
import { reachTables } from "./tables.js";
import { refreshTimes } from "./times.js";
import { liveSocket } from "./live.js";
import { followPoll } from "./poll-results.js";
import { ThreadPosts } from "./thread-posts.js";
import { ThreadReading } from "./thread-reading.js";
import { remindOnCopy } from "./promise.js";

const OWN_MS = 2_000; // by then one's own reply stands on the page; in another tab it is news

class ThreadPage extends HTMLElement {
  connectedCallback() {
    this.url = this.dataset.url;
    this.shown = Number(this.dataset.shown);
    this.last = Number(this.dataset.last);
    this.list = find("[data-replies]", this);
    this.news = find("[data-news]", this);
    this.news?.addEventListener("click", () => this.showNew(true));
    this.posts = new ThreadPosts(this);
    this.reading = new ThreadReading(this);
    this.votes = followPoll(this);
    this.addEventListener("written", () => this.written());
    this.hideBar();
    remindOnCopy(this);
    this.follow();
  }

  /** The bar that leads to the reply box is of no use where the box itself is on screen. */
  hideBar() {
    const bar = find("[data-reply-bar]", this);
    if (bar) new IntersectionObserver(([box]) => bar.classList.toggle("is-away", box.isIntersecting)).observe(find("#reply", this));
  }

  follow() {
    const socket = liveSocket();
    const topic = `thread:${this.dataset.thread}`;
    const enter = async () => {
      socket.send({ type: "follow", topic });
      if (this.wasDown) await this.count(); // replies may have come while the wire was down
    };
    socket.on("up", enter);
    socket.on("down", () => (this.wasDown = true));
    if (socket.up) enter();
    socket.on("frame:update", (frame) => frame.topic === topic && this.heard(frame));
  }

  heard({ kind, data }) {
    if (kind === "reply") {
      this.last = Math.max(this.last, data.number);
      if (String(data.author) === meta("member")) setTimeout(() => this.tell(), OWN_MS);
      else this.tell();
    } else if (kind === "changed") {
      this.refresh(data.number);
    } else if (kind === "poll") {
      this.votes();
    } else if (kind === "gone") {
      location.assign("/forum/");
    }
  }

  get waiting() {
    return this.last - Math.max(this.shown, 1);
  }

  /** "2 new replies", below what is being read; nothing moves. */
  tell() {
    if (!this.news || this.waiting < 1) return;
    this.news.hidden = false;
    find("span", this.news).textContent = `${this.waiting} new ${this.waiting === 1 ? "reply" : "replies"}`;
    announce(`${this.waiting} new ${this.waiting === 1 ? "reply" : "replies"}`);
  }

  async count() {
    const pieces = await this.pieces(`${this.url}posts/?after=${this.shown}`);
    if (pieces.length) {
      this.last = Math.max(this.last, ...pieces.map((piece) => Number(piece.dataset.number)));
      this.tell();
    }
  }

  async pieces(url) {
    const response = await ask(url).catch(() => null);
    if (!response?.ok) return [];
    const place = make("div");
    insertServerHtml(place, await response.text());
    return findAll("[data-number]", place);
  }

  async showNew(andGo) {
    const pieces = await this.pieces(`${this.url}posts/?after=${this.shown}`);
    const known = new Set(findAll("[data-number]", this.list).map((piece) => piece.dataset.number));
    const fresh = pieces.filter((piece) => !known.has(piece.dataset.number));
    if (!fresh.length) return;
    this.list.append(...fresh);
    refreshTimes(this.list);
    reachTables(this.list);
    this.shown = Number(fresh.at(-1).dataset.number);
    this.last = Math.max(this.last, this.shown);
    this.news.hidden = this.waiting < 1;
    const replies = this.last - 1;
    find("[data-count]", this).textContent = `${replies} ${replies === 1 ? "reply" : "replies"}`;
    if (andGo) {
      fresh[0].tabIndex = -1;
      fresh[0].focus({ preventScroll: true });
      fresh[0].scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  }

  /** After one's own reply: it appears in its place, and the page goes there. */
  async written() {
    await this.showNew(false);
    const mine = findAll("[data-number]", this.list).at(-1);
    mine?.scrollIntoView({ block: "center" });
    announce("Your reply is posted.");
    this.posts.replyTo(null);
  }

  /** One post as it is now: after an edit, a thank-you, a deletion, here or elsewhere. */
  async refresh(number) {
    const before = find(`[data-number="${number}"]`, this.list);
    if (!before || before.contains(document.activeElement)) return;
    const [now] = await this.pieces(`${this.url}${number}/`);
    if (now) {
      before.replaceWith(now);
      refreshTimes(now);
      reachTables(now);
    }
  }
}

export function defineThreadPage() {
  customElements.define("thread-page", ThreadPage);
}

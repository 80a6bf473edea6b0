// A question and its replies: marks what was read, tells of new replies without moving anything.

import { announce } from "../lib/announcer.js";
import { ask, find, findAll, insertServerHtml, make } from "../lib/dom.js";
import { refreshTimes } from "./times.js";
import { liveSocket } from "./live.js";

const SEEN_MS = 1_000; // on screen for so long, in a tab somebody looks at, is read

class ThreadPage extends HTMLElement {
  connectedCallback() {
    this.url = this.dataset.url;
    this.shown = Number(this.dataset.shown);
    this.last = Number(this.dataset.last);
    this.read = Number(this.dataset.read);
    this.list = find("[data-replies]", this);
    this.news = find("[data-news]", this);
    this.news?.addEventListener("click", () => this.showNew(true));
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("written", () => this.written());
    this.follow();
    setInterval(() => this.look(), SEEN_MS);
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
      this.tell();
    } else if (kind === "changed") {
      this.refresh(data.number);
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
    this.replyTo(null);
  }

  /** One post as it is now: after an edit, a thank-you, a deletion, here or elsewhere. */
  async refresh(number) {
    const before = find(`[data-number="${number}"]`, this.list);
    if (!before || before.contains(document.activeElement)) return;
    const [now] = await this.pieces(`${this.url}${number}/`);
    if (now) {
      before.replaceWith(now);
      refreshTimes(now);
    }
  }

  async submitted(event) {
    const form = event.target.closest("[data-post-action]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    const post = form.closest("[data-number]");
    const response = await ask(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (!response?.ok) {
      form.submit();
      return;
    }
    const place = make("div");
    insertServerHtml(place, await response.text());
    const now = find("[data-number]", place);
    const { action } = event.submitter?.closest("form") ?? form;
    if (post.id === "reply-1") find(".post-actions", post).replaceWith(find(".post-actions", place) ?? "");
    else post.replaceWith(now);
    refreshTimes(now);
    if (action.endsWith("thanks/")) find("[data-post-action] .reaction", post.isConnected ? post : now)?.focus();
  }

  clicked(event) {
    const link = event.target.closest("[data-reply-to]");
    if (link) {
      event.preventDefault();
      this.replyTo(link.dataset);
    }
    if (event.target.closest("[data-not-to]")) this.replyTo(null);
  }

  replyTo(to) {
    const note = find("[data-replying]", this);
    if (!note) return;
    find("[data-to]", this).value = to?.replyTo ?? "";
    note.hidden = !to;
    if (!to) return;
    find("span", note).textContent = `In reply to ${to.replyName}`;
    find("#reply", this).scrollIntoView({ block: "start" });
    find("#reply [contenteditable], #reply textarea", this)?.focus();
  }

  look() {
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    const bottom = innerHeight;
    const seen = findAll("[data-number]", this)
      .filter((post) => {
        const box = post.getBoundingClientRect();
        return box.top >= 0 ? box.top + Math.min(box.height, 200) / 2 < bottom : box.bottom > 0;
      })
      .map((post) => Number(post.dataset.number));
    const number = Math.max(0, ...seen);
    if (number > this.read && number === this.lookedAt) {
      this.read = number;
      ask(`${this.url}read/`, { method: "POST", body: new URLSearchParams({ number }), keepalive: true }).catch(() => {});
    }
    this.lookedAt = number;
  }
}

export function defineThreadPage() {
  customElements.define("thread-page", ThreadPage);
}

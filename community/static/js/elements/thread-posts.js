// What one does with the posts of a thread: thank, choose, delete, answer one of them. Without scripts these are forms.

import { ask, find, insertServerHtml, make } from "../lib/dom.js";
import { toast } from "../lib/toast.js";
import { Quoting } from "./quoting.js";
import { refreshTimes } from "./times.js";

export class ThreadPosts {
  constructor(thread) {
    this.thread = thread;
    if (find("#reply form", thread)) new Quoting(thread, () => this.#goWrite());
    thread.addEventListener("submit", (event) => this.#submitted(event));
    thread.addEventListener("click", (event) => this.#clicked(event));
  }

  async #submitted(event) {
    const { target: form, submitter: button } = event;
    if (!button?.matches("[data-post-action]") || event.defaultPrevented) return;
    event.preventDefault();
    const post = button.closest("[data-number]");
    const { formAction: action } = button;
    const response = await ask(action, { method: "POST", body: new FormData(form, button) }).catch(() => null);
    if (!response) return void toast("You are offline. Try again when you are back.");
    if (!response.ok) return void this.#plainly(form, action); // the server's own page says what is wrong
    const place = make("div");
    insertServerHtml(place, await response.text());
    const now = find("[data-number]", place);
    if (post.id === "reply-1") find(".post-actions", post).replaceWith(find(".post-actions", place) ?? "");
    else post.replaceWith(now);
    refreshTimes(now);
    if (action.endsWith("thanks/")) find(".reaction", post.isConnected ? post : now)?.focus();
  }

  #plainly(form, action) {
    form.action = action;
    form.submit();
  }

  #clicked(event) {
    const link = event.target.closest("[data-reply-to]");
    if (link) {
      event.preventDefault();
      this.replyTo(link.dataset);
    }
    if (event.target.closest("[data-not-to]")) this.replyTo(null);
    if (event.target.closest("a[href='#reply']:not([data-reply-to])")) {
      event.preventDefault();
      this.replyTo(null);
      this.#goWrite();
    }
  }

  replyTo(to) {
    const note = find("[data-replying]", this.thread);
    if (!note) return;
    find("[data-to]", this.thread).value = to?.replyTo ?? "";
    note.hidden = !to;
    if (!to) return;
    find("span", note).textContent = `In reply to ${to.replyName}`;
    this.#goWrite();
  }

  #goWrite() {
    find("#reply", this.thread).scrollIntoView({ block: "start" });
    find("#reply [contenteditable], #reply textarea", this.thread)?.focus({ preventScroll: true });
  }
}

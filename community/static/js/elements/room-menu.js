// What one can do with a message: by pointer, by long press, by keys.

import { find, findAll, fromTemplate } from "../lib/dom.js";
import { closeButton, isPhone } from "./page-frame.js";

const LONG_PRESS_MS = 450;
const DAY_MS = 86_400_000;

export class RoomMenu {
  #menu = null;
  #opener = null;
  #press = 0;

  constructor(room) {
    this.room = room;
    this.serve(room.log, room.stream);
    document.addEventListener("pointerdown", (event) => this.#menu && !this.#menu.contains(event.target) && this.close());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  /** For the messages of one list, which scroll in `stream`: the room's own, and those of its open thread. */
  serve(list, stream) {
    const { log } = list;
    log.addEventListener("click", (event) => this.#click(event));
    stream.addEventListener("keydown", (event) => this.#key(event, list, stream));
    log.addEventListener("touchstart", (event) => this.#pressed(event), { passive: true });
    for (const end of ["touchend", "touchmove", "touchcancel"]) log.addEventListener(end, () => clearTimeout(this.#press), { passive: true });
  }

  #click(event) {
    const button = event.target.closest("[data-act]");
    const item = event.target.closest("li.msg");
    if (!button || !item || (button.href && (event.ctrlKey || event.metaKey || event.shiftKey))) return; // to another tab
    event.preventDefault();
    const message = this.room.messageOf(item);
    if (button.dataset.act === "more") this.open(item, button);
    else if (button.dataset.act === "heart") this.room.acts.act("react", message, { emoji: "❤️" });
    else this.room.acts.act(button.dataset.act, message, { emoji: button.dataset.emoji, item });
  }

  #pressed(event) {
    const item = event.target.closest("li.msg");
    if (!item || event.target.closest("a, button")) return;
    this.#press = setTimeout(() => this.open(item, find(".msg-more", item)), LONG_PRESS_MS);
  }

  /** Arrows lead into the messages and through them, Enter opens; links and buttons inside keep their own keys. */
  #key(event, list, stream) {
    const items = findAll("li.msg", list.log);
    const at = items.indexOf(event.target);
    if (at < 0 && event.target !== stream) return;
    const inside = { ArrowUp: items[at - 1], ArrowDown: items[at + 1], Home: items[0], End: items.at(-1) };
    const entering = { ArrowUp: list.lastVisible(stream), ArrowDown: list.lastVisible(stream) };
    const to = (at < 0 ? entering : inside)[event.key];
    if (to) to.focus();
    else if (at >= 0 && event.key === "Enter") this.open(items[at], items[at]);
    else return;
    event.preventDefault();
  }

  open(item, opener) {
    this.close();
    const message = this.room.messageOf(item);
    if (!message || message.deleted || message.pending) return;
    const menu = fromTemplate(this.room, "menu");
    const own = message.author.id === this.room.me;
    find('[data-act="edit"]', menu).hidden = !own || !this.room.composer.words || Date.now() - new Date(message.at) > DAY_MS;
    find('[data-act="reply"]', menu).hidden = !this.room.composer.words;
    find('[data-act="thread"]', menu).hidden = !this.room.threads.has(message);
    find('[data-act="report"]', menu).hidden = own || !this.room.dataset.report;
    find('[data-act="delete"]', menu).hidden = !own && !this.room.state.leads;
    find('[data-act="pin"]', menu).hidden = !this.room.state.leads;
    find('[data-act="pin"] span', menu).textContent = message.pinned ? "Take the pin off" : "Pin";
    const quote = find("[data-quote-link]", menu);
    quote.hidden = !this.room.dataset.quote;
    quote.href = `${this.room.dataset.quote}?message=${message.id}`;
    const seen = find("[data-seen-link]", menu);
    seen.hidden = !own || !this.room.dataset.seen;
    if (!seen.hidden) seen.href = `${this.room.dataset.seen}${message.id}/`;
    find("[data-remind-link]", menu).href = `${this.room.dataset.remind}${message.id}/`;
    menu.classList.add("floating-menu");
    menu.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (!button) return;
      this.close();
      this.room.acts.act(button.dataset.act, message, { emoji: button.dataset.emoji, item });
    });
    if (isPhone()) menu.append(closeButton(() => this.close()));
    find("main").append(menu);
    this.#place(menu, opener.getBoundingClientRect());
    this.#menu = menu;
    this.#opener = opener;
    item.classList.add("show-tools");
    find("button", menu).focus();
  }

  #place(menu, box) {
    const left = Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8));
    const below = box.bottom + menu.offsetHeight + 8 < innerHeight;
    const top = below ? box.bottom + 4 : Math.max(8, box.top - menu.offsetHeight - 4);
    menu.style.setProperty("left", `${left}px`);
    menu.style.setProperty("top", `${top}px`);
  }

  close() {
    if (!this.#menu) return;
    this.#menu.remove();
    this.#menu = null;
    this.#opener?.focus?.(); // first: the tools of a message are shown only while they are pointed at or focused
    find(".show-tools")?.classList.remove("show-tools");
  }
}

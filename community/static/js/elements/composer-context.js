// What the next message of a composer will be: an answer to one, or one's own message in other words.

import { find, make, wordsOf } from "../lib/dom.js";

export class ComposerContext {
  kind = ""; // "", "reply" or "edit"
  message = null;

  /** `left()` is called when it is over, with the kind it was. */
  constructor(form, left) {
    this.place = find("[data-context]", form);
    this.left = left;
  }

  enter(kind, message) {
    this.kind = kind;
    this.message = message;
    const title = kind === "edit" ? "Editing your message" : `Replying to ${message.author.name}`;
    const leave = make("button", "Cancel", "btn btn-plain btn-small");
    leave.type = "button";
    leave.addEventListener("click", () => this.leave());
    this.place.replaceChildren(make("b", title), make("span", wordsOf(message).slice(0, 100), "truncate meta"), leave);
    this.place.hidden = false;
  }

  leave() {
    const { kind } = this;
    this.kind = "";
    this.message = null;
    this.place.hidden = true;
    this.place.replaceChildren();
    this.left(kind);
  }
}

// What the next message of a composer will be: an answer to one, or one's own message in other words.

import { find, make, wordsOf } from "../lib/dom.js";

export class ComposerContext {
  kind = ""; // "", "reply" or "edit"
  message = null;
  stays = null; // what is answered again and again

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
    const words = message.deleted ? "a deleted message" : wordsOf(message);
    this.place.replaceChildren(make("b", title), make("span", words.slice(0, 100), "truncate meta"), leave);
    this.place.hidden = false;
  }

  /** Something else than what it was. */
  turn(kind, message) {
    this.#over();
    this.enter(kind, message);
  }

  /** It was sent. The next one answers what stays, if anything does. */
  done() {
    this.#over();
    if (this.stays) this.enter("reply", this.stays);
  }

  /** Its writer takes it back. */
  leave() {
    if (this.kind === "reply") this.stays = null;
    this.done();
  }

  /** From now on, until it is taken back: a thread is open beside the room. */
  stay(message) {
    this.stays = message;
    if (!this.kind) this.enter("reply", message);
  }

  /** The thread was closed; `inIt(message)` tells what belonged to it. */
  part(inIt) {
    if (!this.stays) return;
    this.stays = null;
    if (this.kind === "reply" && inIt(this.message)) this.leave();
  }

  #over() {
    const { kind } = this;
    this.kind = "";
    this.message = null;
    this.place.hidden = true;
    this.place.replaceChildren();
    this.left(kind);
  }
}

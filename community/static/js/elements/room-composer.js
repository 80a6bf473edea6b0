// The box one writes in: draft, files, mentions, replying and editing. What it makes goes to the room page.

import { find } from "../lib/dom.js";
import { MentionMenu } from "../lib/mention-menu.js";
import { Uploads, takeFiles } from "../lib/uploads.js";
import { ComposerContext } from "./composer-context.js";
import { ComposerDraft } from "./composer-draft.js";
import { watchMessage } from "./privacy-watch.js";
import { goesLater } from "./sending-later.js";

const TYPING_MS = 3_000; // the server passes on no more than one in three seconds
const LINE_KEY_ON_TOUCH = "(pointer: coarse)"; // there Enter makes a line and the button sends

export class RoomComposer {
  #typedAt = 0;
  #aside = ""; // what was being written when an edit began

  constructor(form, room) {
    this.form = form;
    this.room = room;
    this.words = find("[data-words]", form);
    if (!this.words) return; // the room cannot be written to
    this.context = new ComposerContext(form, (kind) => this.#left(kind));
    this.uploads = new Uploads(room.dataset.upload, find("[data-tray]", form), () => this.draft.soon());
    this.menu = new MentionMenu(room.dataset.mentions, this.words, (person) => this.#mention(person));
    this.draft = new ComposerDraft(this, `room:${room.dataset.room}`);
    this.watch = watchMessage(this);
    this.#listen();
  }

  #listen() {
    this.form.addEventListener("submit", (event) => goesLater(this, event) || (event.preventDefault(), this.submit()));
    this.words.addEventListener("input", () => this.#typed());
    this.words.addEventListener("keydown", (event) => this.#key(event));
    this.words.addEventListener("blur", () => setTimeout(() => this.menu.close(), 150));
    const [attach, files] = ["[data-attach]", "[data-files]"].map((one) => find(one, this.form));
    attach.hidden = false;
    attach.addEventListener("click", () => files.click());
    files.addEventListener("change", () => {
      this.uploads.add(files.files);
      files.value = "";
    });
    takeFiles(this.room, this.uploads);
  }

  #key(event) {
    if (event.isComposing || this.menu.key(event)) return;
    const sends = event.key === "Enter" && !event.shiftKey && (event.ctrlKey || event.metaKey || !matchMedia(LINE_KEY_ON_TOUCH).matches);
    if (sends) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.context.kind) {
      this.context.leave();
    } else if (event.key === "ArrowUp" && !this.words.value) {
      event.preventDefault();
      this.room.acts.editLast();
    }
  }

  #typed() {
    this.fit();
    this.draft.soon();
    this.watch.soon();
    const before = this.words.value.slice(0, this.words.selectionStart);
    const found = /(?:^|[\s(])@([\p{L}\d-]{0,20})$/u.exec(before);
    if (found) this.menu.look(found[1], this.words.getBoundingClientRect());
    else this.menu.close();
    if (this.words.value && Date.now() - this.#typedAt > TYPING_MS) {
      this.#typedAt = Date.now();
      this.room.wire("typing");
    }
  }

  fit() {
    if (CSS.supports("field-sizing", "content")) return; // others grow the box here
    this.words.style.blockSize = "auto";
    this.words.style.blockSize = `${this.words.scrollHeight}px`;
  }

  #mention(person) {
    const at = this.words.selectionStart;
    const before = this.words.value.slice(0, at).replace(/@[\p{L}\d-]*$/u, `@${person.handle} `);
    this.words.value = before + this.words.value.slice(at);
    this.words.setSelectionRange(before.length, before.length);
    this.words.focus();
    this.#typed();
  }

  submit() {
    const body = this.words.value.trim();
    if (this.uploads.busy) return void this.#say("A file is still on its way. Send again when it is there.");
    const files = this.uploads.ready;
    if (!body && !files.length) return;
    if (!this.watch.passes()) return;
    const { kind, message } = this.context;
    const kept = kind === "edit" && !this.room.acts.saveEdit(message, body, this.watch.looked);
    if (kept) return void this.#say("You are offline. The change is kept here; send it again when you are back.");
    if (kind !== "edit") this.room.sending.send({ body, replyTo: message?.id ?? null, files, looked: this.watch.looked });
    this.set("");
    this.watch.clear();
    if (kind !== "edit") this.uploads.clear();
    this.context.done();
    this.draft.save(); // at once: what was sent must not come back as a draft
  }

  #say(sentence) {
    find("[data-typing]", this.form).textContent = sentence;
  }

  set(text) {
    if (!this.words) return;
    this.words.value = text;
    this.fit();
    this.draft.soon();
  }

  reply(message) {
    if (this.words) this.#enter("reply", message);
  }

  edit(message, body = message.body, asked = false) {
    if (!this.words) return;
    this.#enter("edit", message);
    this.#aside = this.words.value;
    this.set(body);
    this.watch.asked = asked; // by the server: to send it again says that it may stay
  }

  /** A message that was not sent, to write it anew; in front of what was being written. */
  rewrite({ body, files, reply_to: answered }) {
    const to = answered && (this.room.timeline.get(answered) ?? this.room.threads.get(answered));
    if (to) this.#enter("reply", to);
    this.set([body, this.words.value].filter(Boolean).join("\n\n"));
    this.uploads.restore(files);
    this.words.focus();
  }

  #enter(kind, message) {
    if (this.room.threads.covers) this.room.threads.close({ focus: false }); // it covers this box, too
    this.context.turn(kind, message);
    this.words.focus();
  }

  #left(kind) {
    if (kind === "edit") this.set(this.#aside);
    this.words.focus();
  }
}

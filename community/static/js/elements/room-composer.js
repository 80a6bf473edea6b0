// The box one writes in: draft, files, mentions, replying and editing. What it makes goes to the room page.

import { find, make, settled } from "../lib/dom.js";
import { MentionMenu } from "../lib/mention-menu.js";
import { kept } from "../lib/store.js";
import { Uploads, takeFiles } from "../lib/uploads.js";

const DRAFT_MS = 300;
const TYPING_MS = 3_000; // the server passes on no more than one in three seconds
const LINE_KEY_ON_TOUCH = "(pointer: coarse)"; // there Enter makes a line and the button sends

export class RoomComposer {
  #typedAt = 0;
  #context = null; // {kind: "reply" | "edit", message}

  /** `send({body, replyTo, files})`, `edit(message, body)`, `typing()`, `editLast()` are the room's. */
  constructor(form, room, actions) {
    this.form = form;
    this.room = room;
    this.actions = actions;
    this.words = find("[data-words]", form);
    if (!this.words) return; // the room cannot be written to
    this.uploads = new Uploads(room.dataset.upload, find("[data-tray]", form), () => this.#saveSoon());
    this.menu = new MentionMenu(room.dataset.mentions, this.words, (person) => this.#mention(person));
    this.#saveSoon = settled(() => this.#save(), DRAFT_MS);
    this.#listen();
    this.#restore();
  }

  #saveSoon = () => {};

  #listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.words.addEventListener("input", () => this.#typed());
    this.words.addEventListener("keydown", (event) => this.#key(event));
    this.words.addEventListener("blur", () => setTimeout(() => this.menu.close(), 150));
    const attach = find("[data-attach]", this.form);
    const files = find("[data-files]", this.form);
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
    } else if (event.key === "Escape" && this.#context) {
      this.leaveContext();
    } else if (event.key === "ArrowUp" && !this.words.value) {
      event.preventDefault();
      this.actions.editLast();
    }
  }

  #typed() {
    this.fit();
    this.#saveSoon();
    const before = this.words.value.slice(0, this.words.selectionStart);
    const found = /(?:^|[\s(])@([\p{L}\d-]{0,20})$/u.exec(before);
    if (found) this.menu.look(found[1], this.words.getBoundingClientRect());
    else this.menu.close();
    if (this.words.value && Date.now() - this.#typedAt > TYPING_MS) {
      this.#typedAt = Date.now();
      this.actions.typing();
    }
  }

  /** Browsers without field-sizing grow the box here. */
  fit() {
    if (CSS.supports("field-sizing", "content")) return;
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
    if (this.uploads.busy) {
      this.#say("A file is still on its way. Send again when it is there.");
      return;
    }
    const files = this.uploads.ready;
    if (!body && !files.length) return;
    const context = this.#context;
    if (context?.kind === "edit") {
      if (!this.actions.edit(context.message, body)) {
        this.#say("You are offline. The change is kept here; send it again when you are back.");
        return;
      }
    } else {
      this.actions.send({ body, replyTo: context?.message.id ?? null, files });
    }
    this.set("");
    this.uploads.clear();
    this.leaveContext();
  }

  #say(sentence) {
    const note = find("[data-typing]", this.form);
    note.textContent = sentence;
  }

  set(text) {
    if (!this.words) return;
    this.words.value = text;
    this.fit();
    this.#saveSoon();
  }

  reply(message) {
    this.#enter({ kind: "reply", message }, `Replying to ${message.author.name}`);
  }

  edit(message) {
    this.#enter({ kind: "edit", message }, "Editing your message");
    this.set(message.body);
  }

  #enter(context, title) {
    if (!this.words) return;
    this.#context = context;
    const place = find("[data-context]", this.form);
    const leave = make("button", "Cancel", "btn btn-plain btn-small");
    leave.type = "button";
    leave.addEventListener("click", () => this.leaveContext());
    place.replaceChildren(make("b", title), make("span", context.message.body.slice(0, 100), "truncate meta"), leave);
    place.hidden = false;
    this.words.focus();
  }

  leaveContext() {
    if (this.#context?.kind === "edit") this.set("");
    this.#context = null;
    const place = find("[data-context]", this.form);
    place.hidden = true;
    place.replaceChildren();
    this.words.focus();
  }

  get #draftKey() {
    return `room:${this.room.dataset.room}`;
  }

  #save() {
    if (this.#context?.kind === "edit") return;
    const draft = { body: this.words.value, files: this.uploads.ready };
    if (draft.body || draft.files.length) kept.put("drafts", draft, this.#draftKey);
    else kept.drop("drafts", this.#draftKey);
  }

  async #restore() {
    const draft = await kept.get("drafts", this.#draftKey);
    if (!draft || this.words.value) return;
    this.set(draft.body);
    this.uploads.restore(draft.files ?? []);
  }
}

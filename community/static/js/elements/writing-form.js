// A form one writes in: the rich editor, files, a draft, and a way of sending that loses nothing.

import { ask, find, make, once } from "../lib/dom.js";
import { Uploads, takeFiles } from "../lib/uploads.js";
import { asContent, asText } from "./quoting.js";
import { watchWriting } from "./privacy-watch.js";
import { FormDraft } from "./form-draft.js";
import { countNamed } from "./named-people.js";

export class WritingForm {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.writing;
    this.editorPlace = find("[data-editor]", form);
    this.body = find("textarea[name=body]", form);
    this.draft = new FormDraft(this);
    this.#files();
    this.watch = watchWriting(this);
    countNamed(form, this.body);
    form.addEventListener("input", () => {
      this.draft.changed();
      this.watch.soon();
    });
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("quote", (event) => this.#quote(event.detail));
    this.ready = this.#begin();
  }

  /** Behind what is written already. */
  async #quote(quoted) {
    await this.ready;
    if (this.editor) return void this.editor.chain().focus("end").insertContent(asContent(quoted)).run();
    const before = this.body.value.trimEnd();
    this.body.value = `${before}${before && "\n\n"}${asText(quoted)}`;
    this.body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async #begin() {
    await this.draft.restore();
    // A reply box loads the editor when somebody goes there; a page made for writing loads it at once.
    const later = this.key.startsWith("reply:") && !this.body.value && !this.editorPlace.contains(document.activeElement);
    if (later) await Promise.race([once(this.editorPlace, "focusin"), once(this.editorPlace, "pointerdown")]);
    await this.draft.restoreShared();
    await this.#enrich();
  }

  /** Without the editor the textarea stays, and says so to the server. */
  async #enrich() {
    const focused = this.editorPlace.contains(document.activeElement);
    try {
      const { richEditor } = await import("../editor.js");
      this.editor = richEditor(this.editorPlace, this.body, { attach: this.uploads ? () => this.picker.click() : null, pictures: (files, lost) => this.uploads?.paste(files, lost) });
      find("[data-plain]", this.form).disabled = true;
      if (focused) this.editor.commands.focus("end");
    } catch (error) {
      console.warn("The editor could not be loaded; the plain box works.", error);
    }
  }

  #files() {
    const tray = find("[data-tray]", this.form);
    const url = this.editorPlace.dataset.upload;
    if (!url) return;
    const field = find("[data-attachments]", this.form);
    this.uploads = new Uploads(url, tray, () => {
      field.value = this.uploads.ready.map((file) => file.id).join(",");
      this.draft.changed();
    });
    takeFiles(this.form, this.uploads);
    this.picker = make("input", "", "sr-only");
    Object.assign(this.picker, { type: "file", multiple: true, tabIndex: -1 });
    this.picker.setAttribute("aria-label", "Choose files");
    this.picker.addEventListener("change", () => {
      this.uploads.add(this.picker.files);
      this.picker.value = "";
    });
    this.form.append(this.picker);
  }

  say(sentence) {
    const place = find("[data-saved]", this.form);
    if (place) place.textContent = sentence;
  }

  async #submit(event) {
    if (event.submitter?.name) return; // asks the server's page for something else than posting
    event.preventDefault();
    if (this.sending) return;
    if (this.uploads?.busy) {
      this.say("A file is still on its way. Send again when it is there.");
      return;
    }
    this.sending = true;
    await this.draft.still();
    const button = find("button[type=submit]", this.form);
    button.setAttribute("aria-disabled", "true");
    const response = await ask(this.form.action, { method: "POST", body: new FormData(this.form) }).catch(() => null);
    this.sending = false;
    button.removeAttribute("aria-disabled");
    if (!response) this.#trouble("Not posted: there is no connection. Your words are kept on this device; send again when you are back.");
    else if (response.status === 401) this.#trouble("Not posted: you were signed out. Sign in in another tab, then send again. Your words are kept here.");
    else if (response.status >= 500) this.#trouble("Not posted: something broke on our side. Your words are kept on this device; please send again.");
    else if (response.headers.has("X-Location")) await this.#sent(response.headers.get("X-Location"));
    else this.form.submit(); // the server's own page says what is wrong, with everything still in it
  }

  async #sent(place) {
    const goOn = this.key.startsWith("reply:");
    await this.draft.posted({ goOn });
    if (goOn) {
      this.#clear();
      this.form.dispatchEvent(new Event("written", { bubbles: true }));
    } else {
      location.assign(place);
    }
  }

  #clear() {
    this.editor?.commands.clearContent(true);
    this.body.value = "";
    this.body.dispatchEvent(new Event("input"));
    find("input[name=nonce]", this.form).value = crypto.randomUUID();
    this.uploads?.clear();
    this.say("");
    this.watch.clear();
    find(".trouble", this.form)?.remove();
    this.draft.save(); // nothing is left of it
  }

  #trouble(sentence) {
    find(".trouble", this.form)?.remove();
    const note = make("p", sentence, "error trouble");
    note.setAttribute("role", "alert");
    find(".form-actions", this.form).before(note);
    this.draft.save();
  }
}

// A form one writes in: the rich editor, files, a draft on this device, and a way of sending that loses nothing.

import { ask, find, findAll, make, once, settled } from "../lib/dom.js";
import { clock } from "../lib/time.js";
import { kept } from "../lib/store.js";
import { Uploads, takeFiles } from "../lib/uploads.js";

const DRAFT_MS = 500;
const FIELDS = "input[name=title], select[name=space], input[name=kind]";

export class WritingForm {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.writing;
    this.editorPlace = find("[data-editor]", form);
    this.body = find("textarea[name=body]", form);
    this.save = settled(() => this.#save(), DRAFT_MS);
    this.#files();
    form.addEventListener("input", () => this.save());
    form.addEventListener("submit", (event) => this.#submit(event));
    this.ready = this.#begin();
  }

  async #begin() {
    const refused = find("[aria-invalid=true], .error[role=alert]", this.form);
    const draft = await kept.get("drafts", this.key);
    if (draft && refused) this.uploads?.restore(draft.files ?? []); // the server's page has all the rest
    else if (draft) this.#restore(draft);
    // A reply box loads the editor when somebody goes there; a page made for writing loads it at once.
    const later = this.key.startsWith("reply:") && !draft?.body && !this.editorPlace.contains(document.activeElement);
    if (later) await Promise.race([once(this.editorPlace, "focusin"), once(this.editorPlace, "pointerdown")]);
    await this.#enrich();
  }

  /** Without the editor the textarea stays, and says so to the server. */
  async #enrich() {
    const focused = this.editorPlace.contains(document.activeElement);
    try {
      const { richEditor } = await import("../editor.js");
      this.editor = richEditor(this.editorPlace, this.body, { attach: this.uploads ? () => this.picker.click() : null });
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
      this.save();
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

  #restore(draft) {
    const editing = this.key.startsWith("edit:"); // there the form is never empty
    if (editing || !this.body.value) this.body.value = draft.body ?? "";
    for (const field of findAll(FIELDS, this.form)) {
      if (field.type === "radio") field.checked = draft.fields?.[field.name] ? draft.fields[field.name] === field.value : field.checked;
      else if (editing || !field.value) field.value = draft.fields?.[field.name] ?? "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (draft.files?.length && this.uploads) this.uploads.restore(draft.files);
    this.#say(`Your draft from ${clock(new Date(draft.at))} is here.`);
  }

  async #save() {
    const fields = {};
    for (const field of findAll(FIELDS, this.form)) if (field.type !== "radio" || field.checked) fields[field.name] = field.value;
    const draft = { body: this.body.value, fields, files: this.uploads?.ready ?? [], at: Date.now() };
    if (!draft.body && !fields.title && !draft.files.length) {
      await kept.drop("drafts", this.key);
      return;
    }
    await kept.put("drafts", draft, this.key);
    this.#say(`Saved on this device ${clock(new Date())}`);
  }

  #say(sentence) {
    const place = find("[data-saved]", this.form);
    if (place) place.textContent = sentence;
  }

  async #submit(event) {
    event.preventDefault();
    if (this.sending) return;
    if (this.uploads?.busy) {
      this.#say("A file is still on its way. Send again when it is there.");
      return;
    }
    this.sending = true;
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
    await kept.drop("drafts", this.key);
    if (this.key.startsWith("reply:")) {
      this.#clear();
      this.form.dispatchEvent(new Event("written", { bubbles: true }));
    } else {
      location.assign(place);
    }
  }

  #clear() {
    this.editor?.commands.clearContent(true);
    this.body.value = "";
    find("input[name=nonce]", this.form).value = crypto.randomUUID();
    this.uploads?.clear();
    this.#say("");
    find(".trouble", this.form)?.remove();
    setTimeout(() => kept.drop("drafts", this.key), DRAFT_MS * 2);
  }

  #trouble(sentence) {
    find(".trouble", this.form)?.remove();
    const note = make("p", sentence, "error trouble");
    note.setAttribute("role", "alert");
    find(".form-actions", this.form).before(note);
    this.#save();
  }
}

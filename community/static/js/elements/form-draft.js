// What stands in a form one writes in: kept on this device at once, and with the community, for one's other devices.

import { ask, find, findAll, make, settled } from "../lib/dom.js";
import { clock } from "../lib/time.js";
import { kept } from "../lib/store.js";

const SETTLE_MS = 500;
const SHARE_MS = 2_500; // with the community less often than on the device
const FIELDS = "input[name=title], select[name=space], input[name=kind], input[name=hide]";
const URL = "/drafts/one/";

export class FormDraft {
  #unsaved = false;
  #posted = false;
  #version = 0; // of the community's draft that this form goes on from
  #sharing = Promise.resolve();

  /** `writing` is the form's WritingForm: its words, files and the line where it says something. */
  constructor(writing) {
    this.writing = writing;
    this.soon = settled(() => this.save(), SETTLE_MS);
    this.soonShared = settled(() => this.share(), SHARE_MS);
    addEventListener("pagehide", () => this.#unsaved && this.save({ last: true }));
  }

  changed() {
    this.#unsaved = true;
    this.soon();
    this.soonShared();
  }

  get #written() {
    const { form, body, uploads } = this.writing;
    const fields = {};
    for (const field of findAll(FIELDS, form)) {
      if (!["radio", "checkbox"].includes(field.type) || field.checked) fields[field.name] = field.value;
    }
    return { body: body.value, fields, files: uploads?.ready ?? [], version: this.#version, at: Date.now() };
  }

  async save({ last = false } = {}) {
    this.#unsaved = false;
    if (this.#posted) return; // kept now, it would come back as if it were not
    const draft = this.#written;
    const empty = !draft.body && !draft.fields.title && !draft.files.length;
    if (empty) await kept.drop("drafts", this.writing.key);
    else await kept.put("drafts", draft, this.writing.key);
    if (last) this.share({ keepalive: true });
    else if (!empty) this.writing.say(`Saved on this device ${clock(new Date())}`);
  }

  /** One after the other: each goes on from the version that the one before became. */
  share(options = {}) {
    this.#sharing = this.#sharing.then(() => this.#share(options));
    return this.#sharing;
  }

  async #share(options) {
    if (this.#posted) return;
    const draft = this.#written;
    const body = new URLSearchParams({
      place: this.writing.key, body: draft.body, fields: JSON.stringify(draft.fields),
      files: JSON.stringify(draft.files), version: String(this.#version),
    });
    const response = await ask(URL, { method: "POST", body, ...options }).catch(() => null);
    if (response?.status === 409) return this.#offerOther((await response.json()).draft);
    if (!response?.ok) return;
    this.#version = (await response.json()).version;
    if (this.#version) this.writing.say(`Saved ${clock(new Date())}`);
  }

  async restore() {
    const { form, uploads, key } = this.writing;
    const [here, there] = await Promise.all([kept.get("drafts", key), this.#shared()]);
    this.#version = there?.version ?? 0;
    const draft = here && (!there || (here.version ?? 0) >= there.version) ? here : there ?? here;
    if (!draft) return;
    const refused = find("[aria-invalid=true], .error[role=alert]", form);
    if (draft.files?.length && uploads) uploads.restore(draft.files);
    if (refused) return; // the server's page has all the rest
    this.#fill(draft, key.startsWith("edit:")); // there the form is never empty
    this.writing.say(`Your draft from ${clock(new Date(draft.at))} is here.`);
  }

  async #shared() {
    const response = await ask(`${URL}?place=${encodeURIComponent(this.writing.key)}`).catch(() => null);
    return response?.ok && !response.redirected ? (await response.json()).draft : null;
  }

  #fill(draft, over) {
    const { form, body } = this.writing;
    if (over || !body.value) body.value = draft.body ?? "";
    for (const field of findAll(FIELDS, form)) {
      const value = draft.fields?.[field.name];
      if (field.type === "radio") field.checked = value ? value === field.value : field.checked;
      else if (field.type === "checkbox") field.checked = Boolean(value);
      else if (over || !field.value) field.value = value ?? "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  /** Somebody's other device wrote here, too: neither overwrites the other unseen. */
  #offerOther(other) {
    const { form } = this.writing;
    find(".other-draft", form)?.remove();
    const note = make("p", "You wrote something else here on another device. ", "note other-draft");
    note.setAttribute("role", "status");
    const use = make("button", "Use that instead", "btn btn-quiet btn-small");
    const keep = make("button", "Keep this", "btn btn-plain btn-small");
    for (const button of [use, keep]) button.type = "button";
    use.addEventListener("click", () => {
      this.#version = other.version;
      this.#fill(other, true);
      this.writing.editor?.commands.setContent(other.body);
      note.remove();
    });
    keep.addEventListener("click", () => {
      this.#version = other.version;
      note.remove();
      this.share();
    });
    note.append(use, keep);
    find(".form-actions", form).before(note);
  }

  /** Posted, and so forgotten by the community, too; `goOn` when the same form is written in again. */
  async posted({ goOn }) {
    this.#posted = !goOn;
    this.#version = 0;
    await kept.drop("drafts", this.writing.key);
  }
}

// What stands in a form one writes in, kept on this device until it is posted.

import { find, findAll, settled } from "../lib/dom.js";
import { clock } from "../lib/time.js";
import { kept } from "../lib/store.js";

const SETTLE_MS = 500;
const FIELDS = "input[name=title], select[name=space], input[name=kind]";

export class FormDraft {
  #unsaved = false;
  #posted = false;

  /** `writing` is the form's WritingForm: its words, files and the line where it says something. */
  constructor(writing) {
    this.writing = writing;
    this.soon = settled(() => this.save(), SETTLE_MS);
    addEventListener("pagehide", () => this.#unsaved && this.save());
  }

  changed() {
    this.#unsaved = true;
    this.soon();
  }

  async save() {
    this.#unsaved = false;
    if (this.#posted) return; // kept now, it would come back as if it were not
    const { form, body, uploads, key } = this.writing;
    const fields = {};
    for (const field of findAll(FIELDS, form)) if (field.type !== "radio" || field.checked) fields[field.name] = field.value;
    const draft = { body: body.value, fields, files: uploads?.ready ?? [], at: Date.now() };
    if (!draft.body && !fields.title && !draft.files.length) {
      await kept.drop("drafts", key);
      return;
    }
    await kept.put("drafts", draft, key);
    this.writing.say(`Saved on this device ${clock(new Date())}`);
  }

  async restore() {
    const { form, body, uploads, key } = this.writing;
    const draft = await kept.get("drafts", key);
    if (!draft) return;
    const refused = find("[aria-invalid=true], .error[role=alert]", form);
    if (draft.files?.length && uploads) uploads.restore(draft.files);
    if (refused) return; // the server's page has all the rest
    const editing = key.startsWith("edit:"); // there the form is never empty
    if (editing || !body.value) body.value = draft.body ?? "";
    for (const field of findAll(FIELDS, form)) {
      if (field.type === "radio") field.checked = draft.fields?.[field.name] ? draft.fields[field.name] === field.value : field.checked;
      else if (editing || !field.value) field.value = draft.fields?.[field.name] ?? "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.writing.say(`Your draft from ${clock(new Date(draft.at))} is here.`);
  }

  /** Posted; `goOn` when the same form is written in again. */
  async posted({ goOn }) {
    this.#posted = !goOn;
    await kept.drop("drafts", this.writing.key);
  }
}

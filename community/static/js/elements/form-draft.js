// What stands in a form one writes in: kept on this device at once, and with the community, for one's other devices.

import { ask, settled } from "../lib/dom.js";
import { clock } from "../lib/time.js";
import { kept } from "../lib/store.js";
import { offer } from "./draft-offer.js";
import { contentsOf, fill, same } from "./form-contents.js";

const SETTLE_MS = 500;
const SHARE_MS = 2_500; // with the community less often than on the device
const PATIENCE_MS = 2_000;
const URL = "/drafts/one/";

export class FormDraft {
  #unsaved = false;
  #touched = false;
  #posted = false;
  #version = 0; // of the community's draft that this form goes on from
  #shared = ""; // what was kept there last
  #here = null; // what this device had kept when the page opened
  #sharing = Promise.resolve();

  /** `writing` is the form's WritingForm: its words, files and the line where it says something. */
  constructor(writing) {
    this.writing = writing;
    this.soon = settled(() => this.save(), SETTLE_MS);
    this.soonShared = settled(() => this.share(), SHARE_MS);
    addEventListener("pagehide", () => this.#unsaved && this.save({ last: true }));
  }

  changed() {
    this.#unsaved = this.#touched = true;
    this.soon();
    this.soonShared();
  }

  get #written() {
    return contentsOf(this.writing);
  }

  async save({ last = false } = {}) {
    this.#unsaved = false;
    if (this.#posted) return; // kept now, it would come back as if it were not
    const draft = this.#written;
    const empty = !draft.body && !draft.fields.title && !draft.files.length;
    if (last) this.share({ keepalive: true });
    if (empty) await kept.drop("drafts", this.writing.key);
    else await this.#keepHere(draft);
    if (!last && !empty) this.writing.say(`Saved on this device ${clock(new Date())}`);
  }

  #keepHere(draft) {
    const unshared = JSON.stringify(draft) !== this.#shared;
    return kept.put("drafts", { ...draft, version: this.#version, unshared, at: Date.now() }, this.writing.key);
  }

  /** One after the other: each goes on from the version that the one before became. */
  share(options = {}) {
    this.#sharing = this.#sharing.then(() => this.#share(options));
    return this.#sharing;
  }

  async #share(options) {
    const draft = this.#written;
    const text = JSON.stringify(draft);
    if (this.#posted || text === this.#shared) return;
    const body = new URLSearchParams({
      place: this.writing.key, body: draft.body, fields: JSON.stringify(draft.fields),
      files: JSON.stringify(draft.files), version: String(this.#version),
    });
    const response = await ask(URL, { method: "POST", body, ...options }).catch(() => null);
    if (response?.status === 409) return this.#meet((await response.json()).draft);
    if (!response?.ok || response.redirected) return;
    this.#version = (await response.json()).version;
    this.#shared = text;
    if (!this.#version || this.#posted) return;
    await this.#keepHere(this.#written);
    this.writing.say(`Saved ${clock(new Date())}`);
  }

  /** What this device has kept, at once. */
  async restore() {
    const draft = (this.#here = await kept.get("drafts", this.writing.key));
    if (!draft) return;
    this.#version = draft.version ?? 0;
    this.#show(draft);
  }

  /** What the community has kept: gone on with, when nothing else stands here. */
  async restoreShared() {
    const response = await ask(`${URL}?place=${encodeURIComponent(this.writing.key)}`).catch(() => null);
    if (!response?.ok || response.redirected) return; // what this device kept must do
    const there = (await response.json()).draft;
    const here = this.#here;
    if (!there) {
      if (here?.version && !here.unshared) await this.#endedElsewhere();
      this.#version = 0;
    } else if (here && (here.version === there.version || same(here, there))) {
      this.#version = there.version; // it goes on from there
    } else if (here ? !here.unshared : !this.#touched) {
      this.#version = there.version;
      this.#show(there, Boolean(here));
    } else {
      this.#meet(there);
    }
  }

  /** Posted or thrown away on another device: it must not stand here as if it were not. */
  async #endedElsewhere() {
    this.writing.form.reset();
    this.writing.uploads?.clear();
    this.writing.say("");
    await kept.drop("drafts", this.writing.key);
  }

  #show(draft, over = this.writing.key.startsWith("edit:")) { // there the form is never empty
    if (fill(this.writing, draft, over)) this.writing.say(`Your draft from ${clock(new Date(draft.at))} is here.`);
  }

  /** Written on another device, too: neither overwrites the other unseen. */
  #meet(other) {
    offer(this.writing.form, {
      use: () => {
        this.#version = other.version;
        this.#show(other, true);
        this.writing.editor?.commands.setContent(other.body);
      },
      keep: () => {
        this.#version = other.version;
        this.share();
      },
    });
  }

  /** Posted, and so forgotten by the community, too; `goOn` when the same form is written in again. */
  async posted({ goOn }) {
    this.#posted = !goOn;
    this.#version = 0;
    this.#shared = "";
    await kept.drop("drafts", this.writing.key);
  }

  /** Nothing of it is on its way any more: what arrives after the post would be a draft of what is posted. */
  still() {
    return Promise.race([this.#sharing, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  }
}

// What stands in a composer, kept on this device until it is sent.

import { settled } from "../lib/dom.js";
import { kept } from "../lib/store.js";

const SETTLE_MS = 300;

export class ComposerDraft {
  constructor(composer, key) {
    this.composer = composer;
    this.key = key;
    this.soon = settled(() => this.save(), SETTLE_MS);
    addEventListener("pagehide", () => this.save());
    this.#restore();
  }

  save() {
    const { context, words, uploads } = this.composer;
    if (context.kind === "edit") return;
    const draft = { body: words.value, files: uploads.ready };
    if (draft.body || draft.files.length) kept.put("drafts", draft, this.key);
    else kept.drop("drafts", this.key);
  }

  async #restore() {
    const { words, uploads } = this.composer;
    const draft = await kept.get("drafts", this.key);
    if (!draft || words.value) return;
    this.composer.set(draft.body);
    uploads.restore(draft.files ?? []);
  }
}

// Files of a composer: chosen, pasted or dropped, sent while one goes on writing. The tray shows each.

import { make } from "./dom.js";
import { WHY, listed } from "./privacy.js";
import { barFor, sendFile } from "./sending.js";

const MOST = 10;

export class Uploads {
  #files = new Map(); // row → what the server keeps

  constructor(url, tray, changed = () => {}) {
    this.url = url;
    this.tray = tray;
    this.changed = changed;
  }

  get ready() {
    return [...this.#files.values()].filter((file) => file.id);
  }

  get busy() {
    return [...this.#files.values()].some((file) => file.sending);
  }

  add(files) {
    for (const file of [...files].slice(0, MOST - this.#files.size)) this.#send(file);
  }

  /** Pictures out of what was pasted; of those that cannot come along it says so. */
  paste(files, lost) {
    const left = lost + Math.max(0, files.length - (MOST - this.#files.size));
    this.add(files);
    if (left) this.#refuse(this.#row("Pictures"), `${left === 1 ? "1 picture" : `${left} pictures`} could not be pasted. Save them, then add them as files, up to ${MOST}.`);
  }

  restore(files) {
    for (const file of files) this.#files.set(this.#row(file.name), file);
    this.changed();
  }

  clear() {
    this.#files.clear();
    this.tray.replaceChildren();
    this.changed();
  }

  #row(name) {
    const row = make("li");
    const remove = make("button", "×", "icon-btn compact");
    remove.type = "button";
    remove.setAttribute("aria-label", `Remove ${name}`);
    remove.addEventListener("click", () => {
      this.#files.get(row)?.request?.abort();
      this.#files.delete(row);
      row.remove();
      this.changed();
    });
    row.append(make("span", name, "name"), remove);
    this.tray.append(row);
    return row;
  }

  #send(file) {
    const row = this.#row(file.name);
    const bar = barFor(file);
    row.lastChild.before(bar);
    const request = sendFile(this.url, file, bar, { done: (answer) => this.#done(row, bar, file, answer) });
    this.#files.set(row, { sending: true, request });
  }

  #refuse(row, sentence) {
    row.classList.add("is-refused");
    row.setAttribute("role", "alert");
    row.firstChild.textContent = sentence;
  }

  /** What the server saw in the words of a file. It stays, unless it is removed. */
  #caution(row, seen) {
    if (!seen.length) return;
    const note = make("div", "", "note note-warn caution");
    note.setAttribute("role", "status");
    const inside = make("div");
    inside.append(make("b", "Does this file point to a child?"), listed(seen), make("p", `${WHY} If it does, remove the file and add one without it.`));
    note.append(inside);
    row.classList.add("with-caution");
    row.append(note);
  }

  #done(row, bar, file, answer) {
    if (!this.#files.has(row)) return;
    bar.remove();
    if (answer.id) {
      this.#files.set(row, answer);
      this.#caution(row, answer.cautions ?? []);
    } else {
      this.#files.delete(row);
      this.#refuse(row, `${file.name}: ${answer.error}`);
    }
    this.changed();
  }
}

/** Pasted and dropped files go where chosen ones go. */
export function takeFiles(place, uploads) {
  place.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? [];
    if (!files.length || event.clipboardData.getData("text/html")) return;
    event.preventDefault();
    uploads.add(files);
  });
  place.addEventListener("dragover", (event) => event.preventDefault());
  place.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    uploads.add(event.dataTransfer.files);
  });
}

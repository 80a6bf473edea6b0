// The list under a search field: places, people and titles while somebody types. Without it, Enter opens the page.

import { ask, find, findAll, insertServerHtml, make, settled } from "../lib/dom.js";

const WAIT_MS = 130;

let count = 0;

export class QuickSearch {
  #asked = 0;
  #index = -1;

  constructor(form) {
    this.form = form;
    this.input = find("input[type=search]", form);
    this.list = make("div", "", "quick-list");
    this.list.id = `quick-list-${++count}`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    form.append(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": this.list.id, autocomplete: "off" })) this.input.setAttribute(name, value);
    this.input.addEventListener("input", settled(() => this.#look(), WAIT_MS));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("focus", () => this.input.value || this.#look());
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.#close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the caret
    form.addEventListener("submit", () => this.#close());
    if (document.activeElement === this.input) this.#look(); // somebody was faster than this script
  }

  async #look() {
    const asked = ++this.#asked;
    const response = await ask(`${this.form.dataset.quick}?q=${encodeURIComponent(this.input.value)}`).catch(() => null);
    if (asked !== this.#asked || !response?.ok || response.redirected) return;
    const html = await response.text();
    if (asked !== this.#asked || document.activeElement !== this.input) return;
    insertServerHtml(this.list, html);
    this.#options.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    this.#index = -1;
    this.#show(this.#options.length > 0);
  }

  get #options() {
    return findAll("[role=option]", this.list);
  }

  #show(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.#mark();
  }

  #mark() {
    const options = this.#options;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.#index)));
    const marked = options[this.#index];
    if (marked) this.input.setAttribute("aria-activedescendant", marked.id);
    else this.input.removeAttribute("aria-activedescendant");
    marked?.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (event.isComposing || this.list.hidden) return;
    const { length } = this.#options;
    if (event.key === "ArrowDown") this.#index = this.#index + 1 < length ? this.#index + 1 : 0;
    else if (event.key === "ArrowUp") this.#index = this.#index > 0 ? this.#index - 1 : length - 1;
    else if (event.key === "Enter" && this.#index >= 0) this.#options[this.#index].click();
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    if (!this.list.hidden) this.#mark();
  }

  #close() {
    this.#asked += 1;
    this.#index = -1;
    this.#show(false);
  }
}

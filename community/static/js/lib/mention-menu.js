// The list under an @: people who can read the place, by name, school beside it; cohorts, too. Keys stay in the text.

import { ask, find, make } from "./dom.js";

const WAIT_MS = 120;

export class MentionMenu {
  #menu = null;
  #people = [];
  #index = 0;
  #asked = 0;
  #timer = 0;

  /** `pick(person)` writes the mention; `owner` is the element with the caret, for assistive technology. */
  constructor(url, owner, pick) {
    this.url = url;
    this.owner = owner;
    this.pick = pick;
  }

  /** Once the typing rests; `close` calls it off, so that the menu never opens over words that went on. */
  look(beginning, place) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(beginning, place), WAIT_MS);
  }

  get open() {
    return this.#menu !== null;
  }

  async #look(beginning, place) {
    const asked = ++this.#asked;
    const response = await ask(`${this.url}${this.url.includes("?") ? "&" : "?"}q=${encodeURIComponent(beginning)}`).catch(() => null);
    if (asked !== this.#asked || !response?.ok) return;
    this.#people = (await response.json()).people;
    if (asked === this.#asked) this.#draw(place);
  }

  #draw(place) {
    this.close(false);
    if (!this.#people.length) return;
    this.#index = 0;
    const menu = make("ul", "", "mention-menu");
    menu.setAttribute("role", "listbox");
    menu.setAttribute("aria-label", "People who can read this");
    menu.id = "mention-menu";
    menu.append(...this.#people.map((person, index) => this.#option(person, index)));
    find("main").append(menu); // a part of the page that one can jump to, not loose beside them
    const { innerWidth, innerHeight } = window;
    const above = place.bottom + menu.offsetHeight > innerHeight;
    menu.style.setProperty("left", `${Math.max(8, Math.min(place.left, innerWidth - menu.offsetWidth - 8))}px`);
    menu.style.setProperty("top", `${above ? place.top - menu.offsetHeight - 4 : place.bottom + 4}px`);
    this.#menu = menu;
    this.owner.setAttribute("aria-controls", menu.id);
    this.#mark();
  }

  #option(person, index) {
    const option = make("li");
    option.id = `mention-${index}`;
    option.setAttribute("role", "option");
    const avatar = make("span", person.initials, "avatar small");
    avatar.dataset.hue = person.hue;
    avatar.setAttribute("aria-hidden", "true");
    option.append(avatar, make("b", person.name), make("span", person.school, person.closed ? "meta" : "meta truncate"));
    if (person.closed) option.setAttribute("aria-disabled", "true");
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#choose(index);
    });
    return option;
  }

  #mark() {
    [...this.#menu.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.#index)));
    this.owner.setAttribute("aria-activedescendant", `mention-${this.#index}`);
    this.#menu.children[this.#index]?.scrollIntoView({ block: "nearest" });
  }

  #choose(index) {
    const person = this.#people[index];
    if (person?.closed) return;
    this.close();
    if (person) this.pick(person);
  }

  /** True when the key was for the menu. */
  key(event) {
    if (!this.open) return false;
    const { length } = this.#people;
    if (event.key === "ArrowDown") this.#index = (this.#index + 1) % length;
    else if (event.key === "ArrowUp") this.#index = (this.#index + length - 1) % length;
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(this.#index);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    if (this.open) this.#mark();
    return true;
  }

  close(forget = true) {
    if (forget) {
      clearTimeout(this.#timer);
      this.#asked += 1;
    }
    this.#menu?.remove();
    this.#menu = null;
    this.owner.removeAttribute("aria-activedescendant");
    this.owner.removeAttribute("aria-controls");
  }
}

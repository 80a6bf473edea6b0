// The bar of what was pinned, newest first.

import { find, wordsOf } from "../lib/dom.js";

export class RoomPins {
  constructor(room) {
    this.room = room;
    this.bar = find("[data-pins]", room);
    this.list = find("[data-pin-list]", room);
    this.pins = new Map(room.state.pins.map((message) => [message.id, message]));
    this.toggle = find("[data-pin-all]", room);
    this.toggle.addEventListener("click", () => this.open(this.list.hidden));
    find("[data-pin-text]", room).addEventListener("click", (event) => {
      event.preventDefault();
      const [first] = this.pins.values();
      if (first) room.moves.goTo(first.id);
    });
    this.#dates();
  }

  heard(message) {
    const pinned = message.pinned && !message.deleted;
    if (!pinned && !this.pins.has(message.id)) return;
    if (pinned && this.pins.has(message.id)) this.pins.set(message.id, message);
    else if (pinned) this.pins = new Map([[message.id, message], ...this.pins]);
    else this.pins.delete(message.id);
    this.draw();
  }

  draw() {
    const pins = [...this.pins.values()];
    this.bar.hidden = !pins.length;
    if (!pins.length) this.open(false);
    find("[data-pin-text]", this.room).textContent = pins.length ? wordsOf(pins[0]).slice(0, 120) : "";
    this.toggle.textContent = `${pins.length} pinned`;
    if (!this.list.hidden) this.open(true);
  }

  open(shown) {
    this.list.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
    const rows = [...this.pins.values()].map((message) => {
      const row = document.createElement("li");
      row.append(this.room.acts.lineTo(message));
      return row;
    });
    find("ul", this.list).replaceChildren(...(shown ? rows : []));
  }

  /** Going to a date lives here because the menu that offers it does. */
  #dates() {
    const dialog = find("[data-date-dialog]", this.room);
    find("[data-go-to-date]", this.room).addEventListener("click", () => dialog.showModal());
    dialog.addEventListener("close", () => {
      const day = find("[data-date]", dialog).value;
      if (dialog.returnValue === "go" && day) this.room.moves.goToDate(day);
    });
  }
}

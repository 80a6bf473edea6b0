// Who is here and who is writing. Never announced: it would talk all day.

import { find } from "../lib/dom.js";

const WRITING_MS = 5_000;
const MOST_NAMED = 2;

export class RoomPeople {
  #writing = new Map(); // member id → until when

  constructor(room) {
    this.room = room;
    this.line = find("[data-typing]", room);
    this.count = find("[data-here]", room);
    queueMicrotask(() => {
      room.socket.on("frame:presence", (frame) => frame.room === room.id_ && this.show(frame.here?.length ?? frame.count));
      room.socket.on("frame:typing", (frame) => frame.room === room.id_ && this.writes(frame.member));
      room.socket.on("down", () => (this.count.hidden = true));
    });
    setInterval(() => this.draw(), 1_000);
  }

  here({ members }) {
    this.show(members.length);
  }

  show(number) {
    this.count.hidden = number < 2;
    this.count.textContent = `${number} here now`;
  }

  writes(member) {
    if (member === this.room.me) return;
    this.#writing.set(member, Date.now() + WRITING_MS);
    this.draw();
  }

  wrote(member) {
    this.#writing.delete(member);
    this.draw();
  }

  draw() {
    const now = Date.now();
    for (const [member, until] of this.#writing) if (until < now) this.#writing.delete(member);
    const names = [...this.#writing.keys()].map((member) => this.#name(member));
    const text =
      names.length === 0 ? "" : names.length > MOST_NAMED ? "Several people are writing" : `${names.join(" and ")} ${names.length > 1 ? "are" : "is"} writing`;
    if (text || this.shown) this.line.textContent = text;
    this.shown = text;
  }

  #name(member) {
    const said = this.room.timeline.ordered().findLast((message) => message.author.id === member);
    return said ? said.author.name.split(" ")[0] : "Someone";
  }
}

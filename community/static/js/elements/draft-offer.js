// Two devices wrote different words in the same place: the member says which of them go on.

import { find, make } from "../lib/dom.js";

export function offer(form, { use, keep }) {
  find(".other-draft", form)?.remove();
  const note = make("p", "You wrote something else here on another device. ", "note other-draft");
  note.setAttribute("role", "status");
  for (const [words, act] of [["Use that instead", use], ["Keep this", keep]]) {
    const button = make("button", words, "btn btn-quiet btn-small");
    button.type = "button";
    button.addEventListener("click", () => {
      note.remove();
      act();
    });
    note.append(button, " ");
  }
  find(".form-actions", form).before(note);
}

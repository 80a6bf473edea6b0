// While one writes: does this point to a child? Says what it saw and offers neutral words. Nothing of it leaves the page.

import { make } from "../lib/dom.js";
import { WHY, listed, look, softened } from "../lib/privacy.js";

const PAUSE_MS = 700; // after the last letter

export class PrivacyWatch {
  /** `place`: before which element it speaks; `text()`: what is written; `soften(found)`: puts neutral words there;
      `send()`: sends as it is, where sending is held back once. */
  constructor(place, { text, soften, send = null }) {
    Object.assign(this, { place, text, soften, send });
    this.let = ""; // what was seen and sent all the same
    this.asked = false; // by the server, about what is written here
  }

  /** Did its writer look at what may point to a child, and let it stay? */
  get looked() {
    return Boolean(this.let) || this.asked;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#show(look(this.text()), false), PAUSE_MS);
  }

  /** Before sending: true when there is nothing, or the writer looked at it. */
  passes() {
    clearTimeout(this.timer);
    const found = look(this.text());
    if (!found.length || key(found) === this.let) {
      this.#show([], false);
      return true;
    }
    this.#show(found, true);
    return false;
  }

  clear() {
    clearTimeout(this.timer);
    this.let = "";
    this.asked = false;
    this.#show([], false);
  }

  #show(found, held) {
    const seen = `${held}:${key(found)}`;
    if (seen === this.shown) return;
    this.shown = seen;
    this.note?.remove();
    this.note = null;
    if (!found.length || (!held && key(found) === this.let)) return;
    this.note = make("div", "", "note note-warn caution watch");
    this.note.setAttribute("role", held ? "alert" : "status");
    const inside = make("div");
    inside.append(make("b", held ? "Not sent yet. Does this point to a child?" : "Does this point to a child?"), listed(found), make("p", WHY), this.#choices(found, held));
    this.note.append(inside);
    this.place.before(this.note);
  }

  #choices(found, held) {
    const choices = make("div", "", "form-actions");
    const neutral = this.#button("Put neutral words there", "btn btn-tonal btn-small", () => {
      this.soften(found);
      this.#show([], false);
    });
    choices.append(neutral);
    if (!held) return choices;
    choices.append(
      this.#button("Send it as it is", "btn btn-plain btn-small", () => {
        this.let = key(found);
        this.#show([], false);
        this.send();
      }),
    );
    return choices;
  }

  #button(words, style, act) {
    const button = make("button", words, style);
    button.type = "button";
    button.addEventListener("click", act);
    return button;
  }
}

/** Over the box of a room, which holds a message back once. */
export function watchMessage(composer) {
  const { form, words } = composer;
  return new PrivacyWatch(form.querySelector(".composer-box"), {
    text: () => words.value,
    soften: (found) => composer.set(softened(words.value, found)),
    send: () => composer.submit(),
  });
}

/** In a form of the forum, over its buttons. */
export function watchWriting(writing) {
  const title = writing.form.querySelector("input[name=title]");
  const without = (text, found) => found.reduce((said, { words, instead }) => said.replaceAll(words, instead), text);
  return new PrivacyWatch(writing.form.querySelector(".form-actions"), {
    text: () => `${title?.value ?? ""}\n\n${writing.editor ? writing.editor.getText({ blockSeparator: "\n" }) : writing.body.value}`,
    soften: (found) => {
      if (title) title.value = without(title.value, found);
      if (writing.editor) writing.editor.commands.setContent(softenedHtml(writing.editor.getHTML(), found), { emitUpdate: true });
      else writing.body.value = without(writing.body.value, found);
      writing.draft.changed();
    },
  });
}

function key(found) {
  return found.map(({ kind, words }) => `${kind} ${words}`).join("\n");
}

/** HTML in an editor without them: between its tags, wherever each stands. */
function softenedHtml(markup, found) {
  const holder = new DOMParser().parseFromString(markup, "text/html");
  const walker = holder.createTreeWalker(holder.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const { words, instead } of found) walker.currentNode.data = walker.currentNode.data.replaceAll(words, instead);
  }
  return holder.body.innerHTML;
}

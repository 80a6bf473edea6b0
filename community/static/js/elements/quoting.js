// "Quote this": what was marked in a post, or its beginning, goes into the reply with a way back to where it stands.
// Who said it is not written into it: the link knows, for whoever may see it.

import { find } from "../lib/dom.js";

const MOST = 600; // letters

export class Quoting {
  constructor(thread, goWrite) {
    this.thread = thread;
    this.goWrite = goWrite;
    this.marked = null; // the last words marked in a post: opening a menu takes the marking away
    document.addEventListener("selectionchange", () => this.#remember());
    thread.addEventListener("click", (event) => {
      const button = event.target.closest("[data-quote]");
      if (button) this.#quote(button);
    });
  }

  #remember() {
    const selection = getSelection();
    const text = String(selection).trim();
    const element = selection.anchorNode?.parentElement;
    const post = element?.closest(".prose")?.closest("[data-number]");
    if (text && post && post.contains(selection.focusNode)) this.marked = { number: post.dataset.number, text };
  }

  #quote(button) {
    const post = button.closest("[data-number]") ?? find("#reply-1", this.thread); // the question's menu stands above it
    const { number } = post.dataset;
    const text = this.marked?.number === number ? this.marked.text : find(".prose", post).innerText.trim();
    button.closest("details")?.removeAttribute("open");
    this.goWrite();
    const words = number === "1" ? "The question" : `Reply ${number - 1}`;
    const detail = { words, href: `${this.thread.dataset.url}?to=${number}#reply-${number}`, text: shortened(text) };
    find("#reply form", this.thread).dispatchEvent(new CustomEvent("quote", { detail }));
  }
}

function shortened(text) {
  return text.length <= MOST ? text : `${text.slice(0, MOST).replace(/\s+\S*$/, "")} …`;
}

/** As the editor takes it: blocks, never markup. */
export function asContent({ words, href, text }) {
  const lines = text.split(/\n+/).filter((line) => line.trim());
  const says = { type: "paragraph", content: [{ type: "text", text: words, marks: [{ type: "link", attrs: { href } }] }] };
  const quoted = lines.map((line) => ({ type: "paragraph", content: [{ type: "text", text: line }] }));
  return [{ type: "blockquote", content: [says, ...quoted] }, { type: "paragraph" }];
}

/** The same for the plain box. */
export function asText({ words, href, text }) {
  return `${words} (${location.origin}${href}):\n${text.replace(/^/gm, "> ")}\n\n`;
}

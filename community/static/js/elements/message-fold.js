// Words of somebody the reader blocked: there, and folded.

import { make } from "../lib/dom.js";

/** What moderators write concerns everybody, blocked or not. */
export function isFolded(message, { blocked }) {
  return blocked.has(message.author.id) && message.author.role !== "moderator" && !message.deleted && !message.pending;
}

/** `open`: a reaction of somebody's must not close what is being read. */
export function fold(words, message, open) {
  const inner = make("div");
  inner.append(...words.childNodes);
  const details = make("details", "", "fold");
  details.open = open;
  details.append(make("summary", `You blocked ${message.author.name}. Show this once`), inner);
  words.replaceChildren(details);
}

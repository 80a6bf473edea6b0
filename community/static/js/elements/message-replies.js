// Below a message: how many replies it has, and the way to them.

import { find } from "../lib/dom.js";

/** `replies`: {count, url, open}; without it the message stands in its own thread. */
export function fillReplies(item, message, { replies }) {
  const link = find(".replies-btn", item);
  link.hidden = !replies?.count;
  if (link.hidden) return;
  link.href = replies.url;
  link.setAttribute("aria-expanded", String(replies.open));
  link.setAttribute("aria-label", `${repliesText(replies.count)} to ${message.author.name}`);
  find("span", link).textContent = repliesText(replies.count);
}

export function repliesText(count) {
  return `${count.toLocaleString("en")} ${count === 1 ? "reply" : "replies"}`;
}

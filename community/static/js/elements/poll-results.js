// How a poll stands, while one looks at it. What one is about to choose is not touched.

import { ask, find, insertServerHtml, make, settled } from "../lib/dom.js";
import { refreshTimes } from "./times.js";

const SETTLE_MS = 800; // many vote at once; one look is enough

/** Returns what is called when somebody voted. */
export function followPoll(thread) {
  const box = find("[data-poll]", thread);
  if (!box) return () => {};
  return settled(async () => {
    const response = await ask(box.dataset.poll).catch(() => null);
    if (!response?.ok || response.redirected) return;
    const place = make("div");
    insertServerHtml(place, await response.text());
    const [before, now] = [find("[data-poll-results]", box), find("[data-poll-results]", place)];
    const open = find("details", before)?.open;
    if (find("details", now)) find("details", now).open = Boolean(open);
    before.replaceWith(now);
    refreshTimes(now);
  }, SETTLE_MS);
}

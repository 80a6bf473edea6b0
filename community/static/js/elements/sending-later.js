// "Send later": the words go to a page that asks when. What stands in the box stays on this device until they wait there.

import { find } from "../lib/dom.js";
import { kept } from "../lib/store.js";

/** Does this submit of a room's box go there? It says so in the box when it cannot. */
export function goesLater(composer, event) {
  if (!event.submitter?.matches("[data-later]")) return false;
  const { context, form, uploads } = composer;
  let why = "";
  if (context.kind) why = "An answer or a change cannot wait. Send it now, or leave it first.";
  else if (uploads.busy || uploads.ready.length) why = "A file cannot wait. Send it now, or take it away first.";
  if (why) event.preventDefault();
  find("[data-typing]", form).textContent = why;
  return true;
}

/** On the page of what waits: the room whose words came there just now keeps no draft of them. */
export function forgetPlanned(place) {
  kept.drop("drafts", `room:${place.dataset.planned}`);
}

// One polite voice for the page. More than three things in two seconds become a number.

import { find } from "./dom.js";

const FIRST_MS = 150;
const BATCH_MS = 2_000;
const MOST_SPOKEN = 3;
const LONGEST = 160;

let queued = [];
let voiceTimer = 0;
let spokenAt = 0;

export function announce(sentence) {
  if (document.visibilityState !== "visible") return;
  queued.push(sentence.slice(0, LONGEST));
  voiceTimer ||= setTimeout(speak, Math.max(FIRST_MS, spokenAt + BATCH_MS - Date.now()));
}

/** That one's own words arrived is said only when nothing else is. */
export function confirmAloud(sentence) {
  if (!queued.length) announce(sentence);
}

function speak() {
  const place = find("[data-announcer]");
  const sentences = queued.length > MOST_SPOKEN ? [`${queued.length} new messages`] : queued;
  queued = [];
  voiceTimer = 0;
  spokenAt = Date.now();
  if (!place) return;
  place.replaceChildren(
    ...sentences.map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }),
  );
}

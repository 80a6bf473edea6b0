// Tells once a minute that the page of a session that is on is open in front of somebody. Ends with the session.

import { ask } from "../lib/dom.js";

const MINUTE_MS = 60_000;

export function tellPresence(place) {
  const until = Date.parse(place.dataset.until);
  const tell = () => {
    if (Date.now() >= until) clearInterval(timer);
    else if (document.visibilityState === "visible") ask(place.dataset.presence, { method: "POST" }).catch(() => null);
  };
  const timer = setInterval(tell, MINUTE_MS);
  document.addEventListener("visibilitychange", tell);
  tell();
}

// Times on the page grow older with it, in the zone of the device.

import { findAll } from "../lib/dom.js";
import { fullText, whenText } from "../lib/time.js";

const EVERY_MS = 60_000;

export function refreshTimes(root = document) {
  for (const time of findAll("time[data-when]", root)) {
    const at = new Date(time.dateTime);
    time.textContent = whenText(at);
    time.title = fullText(at);
  }
}

/** The server shows times in the device's zone, too, once it knows it. */
export function keepTimes() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const secure = location.protocol === "https:" ? "; Secure" : "";
  if (timeZone) document.cookie = `zone=${timeZone}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  refreshTimes();
  setInterval(() => refreshTimes(), EVERY_MS);
}

// Times as people say them; community/timetext.py says the same on the server.

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export function clock(at) {
  const hour = at.getHours();
  return `${hour % 12 || 12}:${String(at.getMinutes()).padStart(2, "0")} ${hour < 12 ? "am" : "pm"}`;
}

export function sameDay(a, b) {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

function midnight(at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}

export function whenText(at, now = new Date()) {
  const age = now - at;
  if (age >= 0 && age < MINUTE_MS) return "just now";
  if (sameDay(at, now)) return clock(at);
  if (age >= 0 && (midnight(now) - midnight(at)) / DAY_MS < 5.5) return `${at.toLocaleDateString("en-US", { weekday: "short" })} ${clock(at)}`;
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return at.toLocaleDateString("en-US", { month: "short", day: "numeric", ...year });
}

export function dayText(at, now = new Date()) {
  if (sameDay(at, now)) return "Today";
  if (sameDay(at, new Date(now - DAY_MS))) return "Yesterday";
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return at.toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric", ...year });
}

export function fullText(at) {
  return `${at.toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric", year: "numeric" })}, ${clock(at)}`;
}

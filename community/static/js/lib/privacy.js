// What in a text may point to a child: the twin of community/text/privacy.py, on the writer's own machine.

import { make } from "./dom.js";
import { BEFORE, BORN, CAPITALS, LONGEST, MOST, NEAR, NO_CHILD, OF_A_CHILD, PHONE, SSN, STEMS } from "./privacy-patterns.js";

const KINDS = {
  ssn: "a Social Security number",
  phone: "a phone number",
  birth: "a date of birth",
  child: "a name beside something about a child",
};
export const WHY = "Whatever lets somebody know which student is meant is theirs and their family’s to give (FERPA, 34 CFR 99.3). Nothing of what we saw is kept.";

// Made once: this is looked for in every message, between pressing Enter and seeing it.
const [ssn, phone, born, capitals, ofAChild] = [SSN, PHONE, BORN, CAPITALS, OF_A_CHILD].map(([source, flags]) => new RegExp(source, flags));
const noChild = new Set(NO_CHILD);
const before = new Set(BEFORE);

/** Each with what it looks like, as a list to show. */
export function listed(found) {
  const list = make("ul");
  for (const { words, kind } of found) {
    const line = make("li");
    line.append(make("q", words), `: ${KINDS[kind]}`);
    list.append(line);
  }
  return list;
}

/** In the order of the text: [{ kind, words, start, instead }]. */
export function look(whole) {
  const text = whole.slice(0, LONGEST);
  const found = children(text);
  if (/\p{Nd}/u.test(text)) found.push(...numbers(text));
  return found.sort((one, other) => one.start - other.start).slice(0, MOST);
}

/** Of social security, of phones, of a birth. */
function numbers(text) {
  const found = [...text.matchAll(ssn)].map((m) => seen("ssn", m[0], m.index, "[number]"));
  const taken = new Set(found.map((one) => one.start));
  for (const m of text.matchAll(phone)) if (!taken.has(m.index)) found.push(seen("phone", m[0], m.index, "[phone]"));
  for (const m of text.matchAll(born)) found.push(seen("birth", m[1], m.index + m[0].lastIndexOf(m[1]), "[date of birth]"));
  return found;
}

function seen(kind, words, start, instead) {
  return { kind, words, start, instead };
}

/** Full names near a grade, an age, a diagnosis. */
function children(text) {
  const found = [];
  const folded = text.toLowerCase();
  const said = STEMS.some((stem) => folded.includes(stem)) ? [...text.matchAll(ofAChild)] : [];
  for (const match of said.length ? text.matchAll(capitals) : []) {
    const name = named(match[0]);
    const end = match.index + match[0].length;
    const start = end - name.length;
    if (name && said.some((m) => near(text, start, end, m.index, m.index + m[0].length))) found.push(seen("child", name, start, "a student"));
  }
  return found;
}

function named(words) {
  let parts = words.split(" ");
  if (parts.some((part) => noChild.has(part.toLowerCase().replace(/^\.+|\.+$/g, "")))) return "";
  while (parts.length && before.has(parts[0].toLowerCase())) parts = parts.slice(1);
  return parts.length > 1 ? parts.join(" ") : "";
}

/** In the same paragraph, and not far. */
function near(text, start, end, since, until) {
  if (since - NEAR > end || start > until + NEAR) return false;
  return !text.slice(Math.min(end, since), Math.max(start, until)).includes("\n");
}

/** The same text without them. */
export function softened(text, found) {
  return found.reduceRight((said, { start, words, instead }) => said.slice(0, start) + instead + said.slice(start + words.length), text);
}

// One key each: next, previous, open, reply, search, and what keys there are. They can be switched off (WCAG 2.1.4),
// are off while somebody writes, and do nothing in a room, which has keys of its own.

import { find, findAll, make, meta } from "../lib/dom.js";

const ITEMS = "thread-page #reply-1, thread-page .post, main .rows .row .title a";
const WRITING = "input, textarea, select, [contenteditable]:not([contenteditable='false']), [role=textbox]";
const BAR_PX = 80; // what lies under the bar on top is not being read
const SETTING = "/you/#appearance";

const KEYS = [
  ["j", "Next reply, or next question in a list", () => step(1)],
  ["k", "The one before", () => step(-1)],
  ["o", "Open the question", () => open()],
  ["r", "Reply to what you are at", () => reply()],
  ["/", "Search", () => search()],
  ["?", "Show these keys", () => showKeys()],
];

export function readingKeys() {
  if (meta("keys") === "off" || find("room-page")) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.(WRITING) || find("dialog[open]") || find("details[data-menu][open]")) return;
    const key = KEYS.find(([name]) => name === event.key);
    if (key && key[2]()) event.preventDefault();
  });
}

function items() {
  return findAll(ITEMS).filter((item) => item.offsetParent !== null);
}

function current(all) {
  return all.findIndex((item) => item.contains(document.activeElement));
}

function step(by) {
  const all = items();
  const at = current(all);
  const seen = all.findIndex((item) => item.getBoundingClientRect().bottom > BAR_PX);
  const next = all[at === -1 ? Math.max(seen, 0) : at + by];
  if (!next) return false;
  if (!next.matches("a")) next.tabIndex = -1;
  next.focus();
  return true;
}

function open() {
  const all = items();
  const item = all[current(all)];
  if (!item?.matches("a")) return false;
  item.click();
  return true;
}

function reply() {
  const all = items();
  const to = all[current(all)];
  const button = (to && find("[data-reply-to]", to)) ?? find("thread-page a[href='#reply']");
  button?.click();
  return Boolean(button);
}

function search() {
  const field = findAll("form[data-quick] input[type=search], main input[type=search]").find((one) => one.offsetParent);
  if (field) field.focus();
  else find("a[href^='/search/']")?.click();
  return true;
}

function showKeys() {
  const before = document.activeElement;
  const dialog = make("dialog", "", "dialog");
  const heading = make("h2", "Keys");
  heading.id = "keys-heading";
  dialog.setAttribute("aria-labelledby", heading.id);
  const list = make("dl", "", "keys");
  for (const [key, words] of KEYS) {
    const term = make("dt");
    term.append(make("kbd", key));
    list.append(term, make("dd", words));
  }
  const off = make("a", "Switch these keys off", "btn btn-plain");
  off.href = SETTING;
  const row = make("div", "", "form-actions");
  row.append(make("button", "Close", "btn btn-primary"), off);
  const form = make("form");
  form.method = "dialog";
  form.append(heading, list, row);
  dialog.append(form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return true;
}

// A table wider than the page scrolls by itself; the keyboard must be able to go there, but only then.

import { findAll } from "../lib/dom.js";

const watched = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));

export function reachTables(root = document) {
  for (const table of findAll(".prose table", root)) watched.observe(table);
}

function reach(table) {
  if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  else table.removeAttribute("tabindex");
}

// A list of ticks, made searchable: it finds by what is typed, says what is chosen, and stops at the most there may be.

import { find, findAll } from "../lib/dom.js";

export function chooseTags(place) {
  const most = Number(place.dataset.most);
  const ticks = findAll("input[name=tags]", place);
  const box = find("[data-tag-find]", place);
  const typed = find("input", box);
  const chosen = () => ticks.filter((tick) => tick.checked);
  const lineOf = (tick) => tick.closest("label");

  const tell = () => {
    const full = chosen().length >= most;
    for (const tick of ticks) tick.disabled = full && !tick.checked;
    const names = chosen().map((tick) => tick.dataset.name).join(", ");
    find("[data-tag-said]", box).textContent = full ? `That makes ${most}, the most there can be.` : "";
    const line = find("[data-tags-chosen]", place.closest("details") ?? place);
    if (line) line.textContent = names || "(optional, up to five)";
  };
  const narrow = () => {
    const words = typed.value.trim().toLowerCase().split(/\s+/);
    for (const tick of ticks) {
      const said = lineOf(tick).textContent.toLowerCase();
      lineOf(tick).hidden = !words.every((word) => said.includes(word)) && !tick.checked;
    }
  };

  box.hidden = ticks.length < 8; // a few are seen at once
  place.addEventListener("change", tell);
  typed.addEventListener("input", (event) => {
    event.stopPropagation(); // not part of what is written
    narrow();
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // it would post the question
    const first = ticks.find((tick) => !lineOf(tick).hidden && !tick.disabled && !tick.checked);
    if (!typed.value || !first) return;
    first.click();
    typed.value = "";
    narrow();
  });
  tell();
}

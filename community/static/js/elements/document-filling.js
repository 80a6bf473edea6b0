// Filling in a template: what is written shows in the preview at once, and the preview moves to where it stands.

import { find, findAll } from "../lib/dom.js";

const NUMBER = /^\$?\s*-?\d[\d,]*(\.\d+)?$/;

export function fillAlong(page) {
  const copy = find("[data-copy]", page);
  const answers = findAll("[data-answer]", page);
  const count = () => {
    const filled = answers.filter((answer) => answer.value.trim()).length;
    find("[data-filled]", page).textContent = `${filled} of ${answers.length} filled`;
    find("progress", page).value = filled;
  };
  page.addEventListener("input", ({ target }) => {
    if (!target.dataset.answer) return;
    count();
    for (const place of placesOf(copy, target)) show(place, target);
  });
  page.addEventListener("focusin", ({ target }) => {
    if (!copy || !target.dataset.answer) return;
    for (const place of findAll(".is-now", copy)) place.classList.remove("is-now");
    const places = placesOf(copy, target);
    for (const place of places) place.classList.add("is-now");
    if (places.length) copy.scrollTop += places[0].getBoundingClientRect().top - copy.getBoundingClientRect().top - copy.clientHeight / 3;
  });
  const look = find("[data-look]", page);
  if (look) look.hidden = true; // it shows already
  const early = answers.filter((answer) => answer.defaultValue !== undefined && answer.value !== answer.defaultValue);
  for (const answer of early) for (const place of placesOf(copy, answer)) show(place, answer); // before this came
  count();
}

function placesOf(copy, answer) {
  return copy ? findAll(`[data-field="${answer.dataset.answer}"]`, copy) : [];
}

function show(place, answer) {
  const words = wordsFor(place, answer);
  place.classList.toggle("is-empty", !words);
  place.textContent = words ? written(words, answer.dataset.kind, place) : place.dataset.label;
}

/** Of rows, what all of them have in this column. */
function wordsFor(place, answer) {
  const column = place.dataset.column;
  if (!column) return answer.value.trim();
  const lines = answer.value.split("\n").filter((line) => line.replace(/[\s|]/g, ""));
  return lines.map((line) => (line.trim().replace(/^\|+|\|+$/g, "").split(/[|\t]/)[column] ?? "").trim()).join("\n");
}

/** As the server writes it into the copy. */
function written(words, kind, place) {
  const day = kind === "date" ? new Date(`${words}T00:00`) : null;
  if (day) return Number.isNaN(day.getTime()) ? words : day.toLocaleDateString("en-US", { dateStyle: "long" });
  if (kind !== "money" || !NUMBER.test(words)) return words;
  const amount = Number(words.replace(/[$,\s]/g, ""));
  const digits = amount % 1 ? 2 : 0;
  const sign = place.previousSibling?.textContent?.trimEnd().endsWith("$") ? "" : "$";
  return sign + amount.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: 2 });
}

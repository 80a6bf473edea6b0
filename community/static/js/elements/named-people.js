// How many people a post names, said before it is sent: each of them is told.

import { find } from "../lib/dom.js";

const MOST_TOLD = 20; // as the server has it (community/forum/actions/telling.py)
const NAMED = /data-mention="([a-z0-9-]+)"/g;

export function countNamed(form, area) {
  const place = find("[data-named]", form);
  if (!place) return;
  const tell = () => {
    const named = new Set([...area.value.matchAll(NAMED)].map((match) => match[1])).size;
    const sentence = !named ? "" : named === 1 ? "1 person you name will be told." : `${Math.min(named, MOST_TOLD)} people you name will be told.`;
    const rest = named > MOST_TOLD ? ` More than ${MOST_TOLD} are too many: the others will not.` : "";
    place.hidden = !named;
    if (place.textContent !== sentence + rest) place.textContent = sentence + rest;
  };
  area.addEventListener("input", tell);
  tell();
}

// How many people a post names, said before it is sent: each of them is told. Of whole cohorts the server says how many.

import { ask, find, settled } from "../lib/dom.js";

const MOST_TOLD = 20; // as the server has it (community/forum/actions/words.py)
const NAMED = /data-mention="([a-z0-9:_-]+)"/g;
const ASK_MS = 300;

export function countNamed(form, area) {
  const place = find("[data-named]", form);
  if (!place) return;
  const say = (sentence) => {
    place.hidden = !sentence;
    if (place.textContent !== sentence) place.textContent = sentence;
  };
  let asked = "";
  const askServer = settled(async () => {
    const url = asked;
    const response = url && (await ask(url).catch(() => null));
    if (!response?.ok || url !== asked) return;
    const { people } = await response.json();
    say(`${people === 1 ? "1 person" : `${people} people`} will be told.`);
  }, ASK_MS);
  const tell = () => {
    const names = [...new Set([...area.value.matchAll(NAMED)].map((match) => match[1]))].sort();
    const people = names.filter((name) => !name.includes(":")).length;
    if (people > MOST_TOLD) say(`You name ${people} people. A post tells up to ${MOST_TOLD}: please name fewer.`);
    else if (people === names.length) say(!people ? "" : people === 1 ? "1 person you name will be told." : `${people} people you name will be told.`);
    const hide = form.elements.hide?.checked ? "&hide=1" : "";
    const space = find("[data-editor]", form).dataset.mentions.split("/mentions/")[0];
    const url = people === names.length || people > MOST_TOLD ? "" : `${space}/telling/?names=${names.join(",")}${hide}`;
    if (url !== asked) {
      asked = url;
      askServer();
    }
  };
  area.addEventListener("input", tell);
  form.addEventListener("change", tell);
  tell();
}

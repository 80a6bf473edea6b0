// Asking: who will be able to read it, and whether it was asked before.

import { ask, find, insertServerHtml, settled } from "../lib/dom.js";

const SIMILAR_MS = 400;

export function helpAsking(form) {
  const space = find("[data-space]", form);
  const title = find("[data-similar]", form);
  const showAudience = () => {
    const { readers, audience } = space.selectedOptions[0].dataset;
    const chip = find("[data-audience-chip]", form);
    chip.hidden = !readers;
    find("b", chip).textContent = readers ? `${audience}, ${readers}` : "";
    find("[data-submit]", form).textContent = readers ? `Post to ${readers} ${readers === "1" ? "person" : "people"}` : "Post it";
    const editor = find("[data-editor]", form);
    if (space.value) editor.dataset.mentions = `/forum/in/${space.value}/mentions/`;
  };
  space.addEventListener("change", showAudience);
  showAudience();
  title.addEventListener(
    "input",
    settled(async () => {
      const response = await ask(`${title.dataset.similar}?title=${encodeURIComponent(title.value)}`).catch(() => null);
      if (response?.ok) insertServerHtml(find("[data-similar-place]", form), await response.text());
    }, SIMILAR_MS),
  );
}

// Several files for the library at once: each has a line of its own, and one that fails stops no other.

import { find, make } from "../lib/dom.js";
import { barFor, sendFile } from "../lib/sending.js";

const AT_ONCE = 2; // at the same time: the server looks through each

export function bringFiles(form) {
  const input = find("input[type=file]", form);
  const lines = find("[data-lines]", form);
  const place = find("[data-drop]", form);
  const waiting = [];
  let busy = 0;

  find("[data-scripted]", form).hidden = false;
  find("[data-unscripted]", form).hidden = true;
  input.required = false;

  const next = () => {
    while (busy < AT_ONCE && waiting.length) {
      busy += 1;
      send(form, waiting.shift(), () => {
        busy -= 1;
        next();
      });
    }
  };
  const take = (files) => {
    for (const file of files) waiting.push({ file, row: lineFor(lines, file) });
    lines.hidden = !lines.children.length;
    next();
  };

  const chosen = () => {
    take([...input.files]);
    input.value = ""; // the same one can be chosen again
  };
  input.addEventListener("change", chosen);
  for (const name of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(name, (event) => {
      if (name !== "dragleave") event.preventDefault();
      place.classList.toggle("is-over", name === "dragover");
      if (name === "drop") take([...(event.dataTransfer?.files ?? [])]);
    });
  }
  addEventListener("beforeunload", (event) => {
    if (busy) event.preventDefault();
  });
  if (input.files.length) chosen(); // before this script was here
}

function lineFor(lines, file) {
  const row = make("li");
  const bar = barFor(file);
  bar.value = 0;
  const state = make("span", "Waits", "meta");
  state.setAttribute("role", "status");
  row.append(make("b", file.name), bar, state);
  lines.append(row);
  return row;
}

function send(form, { file, row }, done) {
  const [, bar, state] = row.children;
  state.textContent = "On its way";
  sendFile(form.action, file, bar, {
    arrived: () => {
      bar.removeAttribute("value");
      state.textContent = "We look through it";
    },
    done: (answer) => {
      settle(row, file, answer);
      done();
    },
  });
}

function settle(row, file, answer) {
  const [name, bar, state] = row.children;
  bar.remove();
  if (!answer.url) {
    state.replaceWith(make("p", answer.error, "error"));
    row.lastChild.setAttribute("role", "alert");
    return;
  }
  const link = make("a", answer.title);
  link.href = answer.url;
  name.replaceChildren(link);
  state.textContent = answer.title === file.name ? "Here." : `${file.name}, here.`;
  const go = make("a", "Look it over and send", "btn btn-tonal btn-small");
  go.href = answer.url;
  go.append(make("span", ` ${file.name}`, "sr-only"));
  const acts = make("div", undefined, "brought-acts");
  acts.append(go);
  row.append(acts);
}

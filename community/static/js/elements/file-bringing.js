// Several files for the library at once: each has a line of its own, and one that fails stops no other.

import { find, make, meta } from "../lib/dom.js";

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

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = ""; // the same one can be chosen again
  });
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
}

function lineFor(lines, file) {
  const row = make("li");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  const state = make("span", "Waits", "meta");
  state.setAttribute("role", "status");
  row.append(make("b", file.name), bar, state);
  lines.append(row);
  return row;
}

function send(form, { file, row }, done) {
  const [, bar, state] = row.children;
  const request = new XMLHttpRequest(); // fetch cannot say how far an upload is
  state.textContent = "On its way";
  request.upload.onprogress = (event) => (bar.value = event.loaded / event.total);
  request.upload.onload = () => {
    bar.removeAttribute("value");
    state.textContent = "We look through it";
  };
  request.onloadend = () => {
    settle(row, file, request);
    done();
  };
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", meta("csrf"));
  request.setRequestHeader("X-Requested-With", "fetch");
  const body = new FormData();
  body.append("file", file);
  request.send(body);
}

function settle(row, file, request) {
  const [name, bar, state] = row.children;
  bar.remove();
  const answer = answerOf(request);
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

function answerOf(request) {
  try {
    return { error: "It could not be sent. Try again.", ...JSON.parse(request.responseText) };
  } catch {
    return { error: request.status === 413 ? "This file is too large: up to 25 MB." : "It could not be sent. Try again." };
  }
}

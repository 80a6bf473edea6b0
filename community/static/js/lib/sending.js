// One file on its way to the server, and how far it is.

import { meta } from "./dom.js";

const LOST = "It could not be sent. Try again.";
const TOO_LARGE = "This file is too large: up to 25 MB.";

export function barFor(file) {
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  return bar;
}

/** `arrived` when all of it is there; `done` gets what the server says: with an `id`, or the `error` in a sentence. */
export function sendFile(url, file, bar, { arrived = null, done }) {
  const request = new XMLHttpRequest(); // fetch cannot say how far an upload is
  request.upload.onprogress = (event) => (bar.value = event.loaded / event.total);
  request.upload.onload = arrived;
  request.onloadend = () => done(answerOf(request));
  request.open("POST", url);
  request.setRequestHeader("X-CSRFToken", meta("csrf"));
  request.setRequestHeader("X-Requested-With", "fetch");
  const body = new FormData();
  body.append("file", file);
  request.send(body);
  return request;
}

function answerOf(request) {
  try {
    const answer = JSON.parse(request.responseText);
    return answer.id ? answer : { error: LOST, ...answer };
  } catch {
    return { error: request.status === 413 ? TOO_LARGE : LOST };
  }
}

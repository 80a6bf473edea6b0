// The questions to a live session, fetched anew when the wire says that there is news. Works as a plain page without.

import { ask, find, insertServerHtml, settled } from "../lib/dom.js";
import { liveSocket } from "./live.js";

const SETTLE_MS = 300; // many vote in the same moment

export function watchQuestions(place) {
  const { topic, url } = place.dataset;
  const list = find("[data-list]", place);
  const socket = liveSocket();
  const follow = () => socket.send({ type: "follow", topic });
  const fetchAnew = settled(async () => {
    const response = await ask(url).catch(() => null);
    if (!response?.ok) return;
    const held = list.contains(document.activeElement) ? document.activeElement.id : "";
    insertServerHtml(list, await response.text());
    if (held) document.getElementById(held)?.focus();
  }, SETTLE_MS);
  socket.on("up", () => {
    follow();
    fetchAnew(); // what came while the line was down
  });
  if (socket.up) follow();
  socket.on("frame:update", (frame) => {
    if (frame.topic !== topic) return;
    if (frame.kind === "gone") list.replaceChildren();
    else fetchAnew();
  });
}

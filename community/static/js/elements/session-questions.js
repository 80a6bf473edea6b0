// The questions to a live session, fetched anew when the wire says that there is news; voting and asking leave one where
// one is. Works as a plain page without.

import { ask, find, insertServerHtml, settled } from "../lib/dom.js";
import { toast } from "../lib/toast.js";
import { liveSocket } from "./live.js";

const SETTLE_MS = 300; // many vote in the same moment

export function watchQuestions(place) {
  const { topic, url } = place.dataset;
  const list = find("[data-list]", place);
  const socket = liveSocket();
  const follow = () => socket.send({ type: "follow", topic });
  const fetchNow = async () => {
    if (!list.getClientRects().length) return; // beside a room there may be no place for it
    const response = await ask(url).catch(() => null);
    if (!response?.ok) return;
    const held = list.contains(document.activeElement) ? document.activeElement.id : "";
    insertServerHtml(list, await response.text());
    if (held) document.getElementById(held)?.focus();
  };
  const fetchAnew = settled(fetchNow, SETTLE_MS);
  place.addEventListener("submit", async (event) => {
    const form = event.target;
    if (find(".error", form)) return; // a page that says what is wrong is followed by a page
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    const answer = await ask(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") {
      if (!list.contains(form)) form.reset();
      fetchNow();
    } else if (answer && !list.contains(form)) form.submit(); // what is wrong is said there, and what was written is kept
    else toast("That did not work. Try again in a moment.");
  });
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

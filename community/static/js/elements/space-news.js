// A list of questions says when something new is above it; it never moves by itself.

import { find } from "../lib/dom.js";
import { liveSocket } from "./live.js";

export function watchSpace(page) {
  const topic = page.dataset.follow;
  const news = find("[data-news]", page);
  const threads = new Set();
  const socket = liveSocket();
  const follow = () => socket.send({ type: "follow", topic });
  socket.on("up", follow);
  if (socket.up) follow();
  socket.on("frame:update", (frame) => {
    if (frame.topic !== topic || !frame.data.thread) return;
    threads.add(frame.data.thread);
    news.hidden = false;
    find("span", news).textContent = `${threads.size} ${threads.size === 1 ? "question has" : "questions have"} something new`;
  });
  news?.addEventListener("click", () => location.assign(location.pathname));
}

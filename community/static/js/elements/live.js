// The one socket of this tab, and what the frame around every page does with it.

import { ask, find, findAll, make, meta } from "../lib/dom.js";
import { wipeForGood } from "../lib/store.js";
import { CLOSE } from "../live/protocol.js";
import { LiveSocket } from "../live/socket.js";

const OFFLINE_AFTER_MS = 3_000; // shorter breaks are nobody's business

let shared = null;

export function liveSocket() {
  shared ??= new LiveSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/`);
  return shared;
}

export function watchConnection() {
  if (!meta("member")) return;
  const socket = liveSocket();
  const banner = find("[data-offline]");
  const reconnecting = [...(banner?.childNodes ?? [])];
  let timer = 0;
  socket.on("down", () => {
    clearTimeout(timer);
    timer = setTimeout(() => banner && (banner.hidden = false), OFFLINE_AFTER_MS);
  });
  socket.on("up", () => {
    clearTimeout(timer);
    if (banner) banner.hidden = true;
    banner?.replaceChildren(...reconnecting);
    socket.send({ type: "follow", topic: "inbox" });
  });
  socket.on("frame:update", ({ topic }) => topic === "inbox" && countInbox());
  socket.on("ended", (code) => ended(code, banner));
}

/** The place one is in was read to its end: its line in the sidebar need not call any more. */
export function nothingNewHere() {
  const line = find(".nav-rooms [aria-current].is-unread");
  if (!line) return;
  line.classList.remove("is-unread");
  for (const mark of findAll(".dot, .sr-only", line)) mark.remove();
}

async function countInbox() {
  const response = await ask("/notices/unread/").catch(() => null);
  if (!response?.ok) return;
  const { unread } = await response.json();
  const bell = find("[data-bell]");
  const badge = find(".badge", bell);
  badge.hidden = unread === 0;
  badge.textContent = unread < 100 ? String(unread) : "99+";
  bell.setAttribute("aria-label", unread ? `Inbox, ${unread} for you` : "Inbox");
}

async function ended(code, banner) {
  if (code === CLOSE.ACCESS_ENDED) {
    document.body.replaceChildren(); // nothing of the inside stays on the screen while the next page comes
    await wipeForGood();
    location.replace("/?ended=1"); // nor behind the button back
    return;
  }
  if (code === CLOSE.DOOR_WAITS) {
    document.body.replaceChildren(); // a page of the door comes; what was written is kept for when it opens again
    location.reload();
    return;
  }
  if (code === CLOSE.SIGNED_OUT && document.body.dataset.signingOut) return;
  if (code === CLOSE.SIGNED_OUT) {
    // Perhaps from another device, because this one is in strange hands: what it shows goes, what was written is kept.
    location.assign(`/sign-in/?signed-out=1&next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  if (!banner) return;
  const link = make("a", "Reload");
  link.href = location.href;
  banner.hidden = false;
  banner.replaceChildren(make("span", "This page needs to be loaded again."), link);
}

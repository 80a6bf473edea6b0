// One message on the page. templates/cohorts/_message.html draws the same without scripts.

import { find, findAll, fromTemplate, insertServerHtml, make, wordsOf } from "../lib/dom.js";
import { clock, fullText } from "../lib/time.js";
import { fold, isFolded } from "./message-fold.js";
import { fillReplies } from "./message-replies.js";

const KINDS = { word: "Word", excel: "Excel", slides: "PowerPoint", pdf: "PDF", text: "Text" };

function sizeText(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A new <li> for a message, or for one still on its way. `page` is the element that holds the templates. */
export function drawMessage(page, message, context) {
  const item = fromTemplate(page, "message");
  item.dataset.id = message.id;
  fillMessage(page, item, message, context);
  return item;
}

/** Bring an existing <li> to the newest state. `context`: {me, first, target, parent, blocked, replies}. */
export function fillMessage(page, item, message, context) {
  const at = new Date(message.at);
  const own = message.author.id === context.me;
  item.classList.toggle("is-own", own);
  item.classList.toggle("first", context.first);
  item.classList.toggle("is-deleted", message.deleted);
  item.classList.toggle("is-pending", Boolean(message.pending));
  item.classList.toggle("for-me", !own && !message.deleted && mentions(message, context.handle));
  item.classList.toggle("is-target", message.id === context.target);
  fillAuthor(item, message, at, own, context.first);
  item.classList.toggle("is-folded", isFolded(message, context));
  const words = find(".words", item);
  const open = find(".fold", words)?.open ?? false;
  if (message.deleted) words.replaceChildren(make("p", "This message was deleted.", "meta"));
  else if (message.pending) words.replaceChildren(...message.body.split("\n").map((line) => make("p", line)));
  else insertServerHtml(words, message.html);
  if (isFolded(message, context)) fold(words, message, open);
  fillQuote(item, message, context);
  fillFiles(page, item, message);
  fillReactions(page, item, message, context.me);
  fillReplies(item, message, context);
  find(".edited", item).hidden = !message.edited_at || message.deleted;
  find(".pinned-mark", item).hidden = !message.pinned;
}

function mentions(message, handle) {
  return Boolean(handle) && message.html.includes(`data-mention="${handle}"`);
}

function fillAuthor(item, message, at, own, first) {
  const avatar = find(".avatar", item);
  avatar.hidden = !first;
  avatar.dataset.hue = message.author.avatar.hue;
  avatar.textContent = message.author.avatar.initials;
  const small = find(".msg-time", item);
  small.hidden = first;
  small.textContent = clock(at).replace(/ [ap]m$/, "");
  small.dateTime = message.at;
  const who = find(".who", item);
  who.hidden = !first;
  find(".name", who).textContent = message.author.name;
  const role = find(".role", who);
  role.hidden = message.author.role === "member";
  role.textContent = message.author.role[0].toUpperCase() + message.author.role.slice(1);
  find(".school", who).textContent = own ? "you" : message.author.school;
  const time = find("time", who);
  time.textContent = clock(at);
  time.dateTime = message.at;
  time.title = fullText(at);
  const spoken = find("h3", item);
  spoken.hidden = first;
  spoken.textContent = `${own ? "You" : message.author.name}, ${clock(at)}`;
  find(".msg-more", item).setAttribute("aria-label", `Actions for the message of ${own ? "you" : message.author.name}`);
}

function fillQuote(item, message, { parent }) {
  const quote = find(".quote", item);
  const answered = message.deleted ? null : message.reply_to;
  quote.hidden = !answered;
  if (!answered) return;
  const gone = parent ? parent.deleted : answered.deleted;
  const words = gone ? "a deleted message" : parent ? wordsOf(parent) : answered.excerpt || "an earlier message";
  const name = parent ? parent.author.name : answered.author.name;
  quote.href = `?message=${answered.id}`;
  quote.dataset.goTo = answered.id;
  find("span", quote).replaceChildren(make("bdi", name), `: ${words.slice(0, 120)}`); // names may run the other way
}

function fillFiles(page, item, message) {
  const files = message.deleted ? [] : message.attachments ?? [];
  find(".files", item).replaceChildren(
    ...files.map((file) => {
      const row = fromTemplate(page, file.kind === "image" ? "picture" : "file");
      const link = row.matches("a") ? row : find("a", row);
      link.href = file.url;
      if (file.kind === "image") {
        const image = find("img", row);
        image.src = file.thumb ?? file.url;
        image.alt = file.name;
        if (file.width) [image.width, image.height] = [file.width, file.height];
      } else {
        find(".file-name", row).textContent = file.name;
        find(".meta", row).textContent = `${KINDS[file.kind] ?? "File"}, ${sizeText(file.size)}`;
        link.append(make("span", ` ${file.name}`, "sr-only"));
      }
      return row;
    }),
  );
}

function fillReactions(page, item, message, me) {
  const reactions = message.deleted ? [] : message.reactions ?? [];
  find(".reactions", item).replaceChildren(
    ...reactions.map((reaction) => {
      const button = fromTemplate(page, "reaction");
      const mine = reaction.members.includes(me);
      button.dataset.emoji = reaction.emoji;
      button.setAttribute("aria-pressed", String(mine));
      button.setAttribute("aria-label", `${reaction.emoji}, ${reaction.count}${mine ? ", including you" : ""}`);
      button.append(make("span", reaction.emoji), make("span", String(reaction.count)));
      return button;
    }),
  );
}

/** Sending, or why not yet, or not sent and why. */
export function fillOutboxState(page, item, { failed, waits, slow }) {
  const place = find(".outbox-state", item);
  if (failed) {
    if (find(".failed", place)) return;
    const state = fromTemplate(page, "failed");
    find("[data-why]", state).textContent = `${failed} Kept on this device.`;
    place.replaceChildren(state);
  } else if (waits) {
    place.replaceChildren(make("span", `${waits} It goes out by itself while this page is open.`, "meta"));
  } else if (slow) {
    if (!find(".state-sending", place)) place.replaceChildren(fromTemplate(page, "sending"));
  } else {
    place.replaceChildren();
  }
}

export function messagesIn(log) {
  return findAll("li.msg", log);
}

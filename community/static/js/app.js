// Every page's script. What a page does not have costs it nothing.

import { find, findAll, meta } from "./lib/dom.js";
import { belongTo } from "./lib/store.js";
import { helpAsking } from "./elements/ask-form.js";
import { fillAlong } from "./elements/document-filling.js";
import { bringFiles } from "./elements/file-bringing.js";
import { watchConnection } from "./elements/live.js";
import { askAgainOnReturn, closeMenus, confirmFirst, copyLinks, focusFirstError, keys, sendOnce, signOutCleanly } from "./elements/page-frame.js";
import { PasskeyForm } from "./elements/passkey-form.js";
import { tellPresence } from "./elements/presence.js";
import { offerPrinting } from "./elements/promise.js";
import { QuickSearch } from "./elements/quick-search.js";
import { defineRoomPage } from "./elements/room-page.js";
import { readingKeys } from "./elements/reading-keys.js";
import { forgetPlanned } from "./elements/sending-later.js";
import { watchQuestions } from "./elements/session-questions.js";
import { watchSpace } from "./elements/space-news.js";
import { reachTables } from "./elements/tables.js";
import { chooseTags } from "./elements/tag-choice.js";
import { defineThreadPage } from "./elements/thread-page.js";
import { keepTimes } from "./elements/times.js";
import { WritingForm } from "./elements/writing-form.js";

async function begin() {
  confirmFirst();
  closeMenus();
  keys();
  copyLinks();
  if (meta("member")) readingKeys();
  signOutCleanly();
  sendOnce(); // after those two: it must see what they prevented
  keepTimes();
  reachTables();
  focusFirstError();
  if (meta("member")) askAgainOnReturn();
  if (meta("member")) await belongTo(meta("member"));
  watchConnection();
  offerPrinting();
  defineRoomPage();
  defineThreadPage();
  for (const place of findAll("[data-tag-choice]")) chooseTags(place);
  for (const form of findAll("form[data-quick]")) new QuickSearch(form);
  for (const form of findAll("form[data-writing]")) new WritingForm(form);
  for (const form of findAll("form[data-passkey]")) new PasskeyForm(form);
  if (find("form[data-ask]")) helpAsking(find("form[data-ask]"));
  if (find("[data-filling]")) fillAlong(find("[data-filling]"));
  if (find("form[data-bringing]")) bringFiles(find("form[data-bringing]"));
  if (find("[data-planned]")) forgetPlanned(find("[data-planned]"));
  if (find("[data-questions]")) watchQuestions(find("[data-questions]"));
  if (find("[data-follow]")) watchSpace(find("[data-follow]"));
  if (find("[data-presence]")) tellPresence(find("[data-presence]"));
}

begin();

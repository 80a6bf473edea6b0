// Small things every page has: menus that close, questions before what cannot be undone, keys, signing out.

import { find, findAll, make } from "../lib/dom.js";
import { toast } from "../lib/toast.js";
import { wipeForGood } from "../lib/store.js";

const LANDMARKS = "header.topbar, nav, main, aside";

const SENDING_MS = 3000;

const PHONE = "(width < 768px)"; // as in components/phone.css, where menus are sheets

/** A second tap on "Make the cohort" while the first is on its way is the same wish. */
export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const { target: form } = event;
    if (event.defaultPrevented || form.method !== "post" || form.target || "again" in form.dataset) return; // again: twice does no harm
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, SENDING_MS); // its answer may be a file, or the network away
  });
}

/** A sheet says how to close it. */
export function closeButton(close) {
  const button = make("button", "Close", "btn btn-quiet btn-block menu-close");
  button.type = "button";
  button.addEventListener("click", close);
  return button;
}

export function isPhone() {
  return matchMedia(PHONE).matches;
}

export function closeMenus() {
  document.addEventListener("toggle", (event) => {
    const { target: menu } = event;
    if (!menu.matches("details[data-menu][open]") || !isPhone() || find(".menu-close", menu)) return;
    find(".menu-list", menu).append(closeButton(() => shut(menu)));
  }, true);
  document.addEventListener("click", (event) => {
    for (const menu of findAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
    if (!menu) return;
    shut(menu);
  });
}

function shut(menu) {
  menu.open = false;
  find("summary", menu).focus();
}

/** A dialog of the page's own, because the browser's is easily answered by mistake. */
export function confirmFirst() {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const question = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const dialog = make("dialog", "", "dialog");
    const inner = make("form");
    inner.method = "dialog";
    const yes = make("button", (submitter ?? form).textContent.trim() || submitter?.getAttribute("aria-label") || "Yes", "btn btn-danger");
    yes.value = "yes";
    const row = make("div", "", "form-actions");
    row.append(yes, make("button", "Cancel", "btn btn-plain"));
    inner.append(make("p", question), row);
    dialog.append(inner);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    });
    document.body.append(dialog);
    dialog.showModal();
  }, true);
}

export function keys() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "k") {
      const search = findAll("form[data-quick] input[type=search]").find((field) => field.offsetParent);
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "F6") {
      event.preventDefault();
      nextLandmark(event.shiftKey);
    }
  });
}

function nextLandmark(backwards) {
  const shown = findAll(LANDMARKS).filter((place) => place.offsetParent !== null);
  const at = shown.findLastIndex((place) => place.contains(document.activeElement));
  const next = shown[(at + (backwards ? -1 : 1) + shown.length) % shown.length];
  if (!next) return;
  next.tabIndex = -1;
  next.focus();
}

/** A page the browser kept whole is shown again only after the server was asked whose it is. */
export function askAgainOnReturn() {
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

export function signOutCleanly() {
  for (const form of findAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      document.body.dataset.signingOut = "yes"; // the socket will close, too: one of the two leads away, not both
      await wipeForGood(); // leaving the page would cut it short
      form.submit();
    });
  }
}

export function copyLinks() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-copy-link]");
    if (!link || !navigator.clipboard) return;
    event.preventDefault();
    await navigator.clipboard.writeText(link.href).catch(() => {});
    link.closest("details")?.removeAttribute("open");
    toast("Link copied. It opens only for members who can read this.");
  });
}

export function focusFirstError() {
  find("[data-focus-first]")?.focus();
}

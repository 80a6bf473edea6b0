// The few things done to the page everywhere. No HTML is ever built from strings.

export function find(selector, root = document) {
  return root.querySelector(selector);
}

export function findAll(selector, root = document) {
  return [...root.querySelectorAll(selector)];
}

/** The single element inside a <template data-template="name">, as a fresh copy. */
export function fromTemplate(root, name) {
  return find(`template[data-template="${name}"]`, root).content.firstElementChild.cloneNode(true);
}

/** Insert HTML that the server rendered or sanitized; nothing else may be passed here. */
export function insertServerHtml(place, html) {
  place.innerHTML = html;
}

/** The words of a message, without its marks: for lines that only remind of it. */
export function wordsOf(message) {
  const place = document.createElement("template"); // its content is inert: nothing in it loads
  insertServerHtml(place, message.html);
  return place.content.textContent.replace(/\s+/g, " ").trim() || message.body || "A file";
}

export function meta(name) {
  return find(`meta[name="${name}"]`)?.content ?? "";
}

/** A request of our own pages' scripts: with the token forms carry, and marked as ours. */
export function ask(url, options = {}) {
  const headers = { "X-Requested-With": "fetch", "X-CSRFToken": meta("csrf"), ...options.headers };
  return fetch(url, { credentials: "same-origin", redirect: "follow", ...options, headers });
}

/** One element of what the server renders at that address; null when it does not. */
export async function fetchElement(url, selector) {
  const response = await ask(url).catch(() => null);
  const holder = document.createElement("template"); // its content is inert
  if (response?.ok) insertServerHtml(holder, await response.text());
  return find(selector, holder.content);
}

/** An element with text and a class, for the rare piece that no template holds. */
export function make(tag, text = "", className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

export function once(target, name) {
  return new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
}

/** Runs `work` when nothing called it again for `ms`. */
export function settled(work, ms) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), ms);
  };
}

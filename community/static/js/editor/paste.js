// What Word and Google Docs put on the clipboard, as plain lists and headings.

const WORD_LIST = "p[class*=MsoList]";

export function fromWord(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const item of [...page.querySelectorAll(WORD_LIST)]) asListItem(page, item);
  for (const heading of page.querySelectorAll("h1")) rename(page, heading, "h2");
  for (const heading of page.querySelectorAll("h4, h5, h6")) rename(page, heading, "h3");
  for (const gone of page.querySelectorAll("img, style, meta, link, o\\:p")) gone.remove();
  for (const styled of page.querySelectorAll("[style]")) styled.removeAttribute("style");
  return page.body.innerHTML;
}

/** Word writes lists as paragraphs with a mark in front; neighbors become one list. */
function asListItem(page, paragraph) {
  const mark = paragraph.querySelector("[style*='mso-list']") ?? paragraph.querySelector("span");
  const kind = /^\s*(\d+|[a-z])[.)]/i.test(mark?.textContent ?? "") ? "ol" : "ul";
  mark?.remove();
  const item = page.createElement("li");
  item.append(...paragraph.childNodes);
  const before = paragraph.previousElementSibling;
  const list = before?.matches(kind) && before.dataset.word ? before : page.createElement(kind);
  list.dataset.word = "1";
  if (list !== before) paragraph.before(list);
  list.append(item);
  paragraph.remove();
}

function rename(page, element, tag) {
  const renamed = page.createElement(tag);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}

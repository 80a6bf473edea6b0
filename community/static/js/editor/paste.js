// What Word and Google Docs put on the clipboard, as plain lists, headings and emphasis.

const WORD_LIST = "p[class*=MsoList]";
const TAG = /<[a-z][^>]*>/gi;
const LOUD = /\s(style|on[a-z]+)(?=\s*=)/gi; // the page's policy would report each of them, harmless as they are here
const STYLE_SHEET = /<style[\s\S]*?<\/style>/gi;
const HEAVY = /(?<![-\w])font-weight:\s*(bold|[6-9]00)/i; // not mso-bidi-font-weight
const LIGHT = /(?<![-\w])font-weight:\s*(normal|400)/i;
const SLANTED = /(?<![-\w])font-style:\s*italic/i;

const PICTURE = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]+)$/;

/** `pictures(files, lost)` gets those that lie in what was pasted, and how many others cannot be had from here. */
export function fromWord(html, pictures) {
  const quiet = html.replace(STYLE_SHEET, "").replace(TAG, (tag) => tag.replace(LOUD, " data-$1"));
  const page = new DOMParser().parseFromString(quiet, "text/html");
  for (const item of [...page.querySelectorAll(WORD_LIST)]) asListItem(page, item);
  for (const heading of page.querySelectorAll("h1")) rename(page, heading, "h2");
  for (const heading of page.querySelectorAll("h4, h5, h6")) rename(page, heading, "h3");
  takePictures(page, pictures);
  for (const gone of page.querySelectorAll("img, meta, link, o\\:p")) gone.remove();
  for (const styled of [...page.querySelectorAll("[data-style]")]) asElements(page, styled);
  return page.body.innerHTML;
}

function takePictures(page, pictures) {
  const found = [...page.querySelectorAll("img[src]")];
  const files = found.map((image, index) => fileOf(image.getAttribute("src"), index + 1)).filter(Boolean);
  if (found.length) pictures(files, found.length - files.length);
}

/** The page may fetch nothing, not even from itself: what stands in the address is unpacked here. */
function fileOf(src, number) {
  const [, type, packed] = PICTURE.exec(src) ?? [];
  if (!type) return null;
  try {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    return new File([bytes], `Pasted picture ${number}.${type.split("/")[1].replace("jpeg", "jpg")}`, { type });
  } catch {
    return null;
  }
}

/** Google Docs writes bold and italic as styles, and wraps everything in a <b> that is not bold. */
function asElements(page, styled) {
  const style = styled.dataset.style;
  styled.removeAttribute("data-style");
  if (styled.matches("b, strong") && LIGHT.test(style)) rename(page, styled, "span");
  else if (!styled.matches("span")) return;
  else if (HEAVY.test(style)) wrapInside(page, styled, "strong");
  if (SLANTED.test(style)) wrapInside(page, styled, "em");
}

function wrapInside(page, element, tag) {
  const wrap = page.createElement(tag);
  wrap.append(...element.childNodes);
  element.append(wrap);
}

/** Word writes lists as paragraphs with a mark in front; neighbors become one list. */
function asListItem(page, paragraph) {
  const mark = paragraph.querySelector("[data-style*='mso-list']") ?? paragraph.querySelector("span");
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

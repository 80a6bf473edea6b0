// Words before icons is the rule; here icons stand with names for every hand and voice.

import { find, make } from "../lib/dom.js";

const BUTTONS = [
  ["bold", "Bold", "bold", (c) => c.toggleBold()],
  ["italic", "Italic", "italic", (c) => c.toggleItalic()],
  null,
  ["heading-2", "Heading", "heading", (c) => c.toggleHeading({ level: 2 })],
  ["list", "List", "bulletList", (c) => c.toggleBulletList()],
  ["list-ordered", "Numbered list", "orderedList", (c) => c.toggleOrderedList()],
  ["text-quote", "Quote", "blockquote", (c) => c.toggleBlockquote()],
  null,
];

export function drawToolbar(editor, attach) {
  const bar = make("div", "", "editor-bar");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Formatting");
  const states = [];
  for (const spec of BUTTONS) {
    if (!spec) {
      bar.append(make("span", "", "sep"));
      continue;
    }
    const [icon, name, mark, command] = spec;
    const button = toolButton(icon, name, () => command(editor.chain().focus()).run());
    button.setAttribute("aria-pressed", "false");
    states.push(() => button.setAttribute("aria-pressed", String(editor.isActive(mark))));
    bar.append(button);
  }
  const link = linkRow(editor);
  bar.append(toolButton("link", "Link", () => link.toggle()));
  if (attach) bar.append(toolButton("paperclip", "Add a file", attach));
  editor.on("transaction", () => states.forEach((update) => update()));
  roveWithArrows(bar);
  const both = make("div");
  both.append(bar, link.row);
  return both;
}

function toolButton(icon, name, work) {
  const button = make("button", "", "icon-btn compact");
  button.type = "button";
  button.title = name;
  button.setAttribute("aria-label", name);
  const drawn = find("svg.icon use").closest("svg").cloneNode(true);
  const use = find("use", drawn);
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${icon}`));
  button.append(drawn);
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays where one writes
  button.addEventListener("click", work);
  return button;
}

/** The address is asked for in the page, not in a box of the browser. */
function linkRow(editor) {
  const row = make("div", "", "link-row");
  row.hidden = true;
  const input = make("input", "", "input");
  Object.assign(input, { type: "url", placeholder: "https://…", maxLength: 2000 });
  input.setAttribute("aria-label", "Address of the link");
  const set = make("button", "Set link", "btn btn-quiet btn-small");
  set.type = "button";
  const toggle = () => {
    row.hidden = !row.hidden;
    input.value = editor.getAttributes("link").href ?? "";
    if (row.hidden) editor.commands.focus();
    else input.focus();
  };
  const apply = () => {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (input.value.trim()) chain.setLink({ href: input.value.trim() }).run();
    else chain.unsetLink().run();
    row.hidden = true;
  };
  set.addEventListener("click", apply);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") apply();
    else if (event.key === "Escape") toggle();
    else return;
    event.preventDefault();
  });
  input.addEventListener("input", (event) => event.stopPropagation());
  row.append(input, set);
  return { row, toggle };
}

/** One tab stop, arrows inside (WAI-ARIA toolbar pattern). */
function roveWithArrows(bar) {
  const buttons = [...bar.querySelectorAll("button")];
  buttons.forEach((button, index) => (button.tabIndex = index ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  });
}

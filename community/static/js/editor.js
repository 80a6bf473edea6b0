// The rich editor: Tiptap from the bundle of django-prose-editor, our own toolbar, mentions, and paste from Word.
// Loaded only where somebody writes. What it makes is sanitized again by the server (community/text/rich.py).

import { Blockquote, Bold, BulletList, Document, Editor, Gapcursor, HardBreak, Heading, History, Italic, Link, ListItem, OrderedList, Paragraph, Placeholder, Strike, Table, TableCell, TableHeader, TableRow, Text } from "../django_prose_editor/editor.js";
import { find } from "./lib/dom.js";
import { drawToolbar } from "./editor/toolbar.js";
import { mentionNode } from "./editor/mention.js";
import { fromWord } from "./editor/paste.js";

/** Replaces `area` on the page; keeps its value equal to what is written. `attach` opens the file chooser;
    `pictures` gets those that were pasted. */
export function richEditor(place, area, { attach, pictures }) {
  const label = find(`label[for="${area.id}"]`)?.textContent.trim() ?? "Your words";
  const holder = document.createElement("div");
  place.append(holder);
  const editor = new Editor({
    element: holder,
    injectCSS: false, // its few rules are in components/editor.css: the page allows no inline style
    content: htmlOf(area.value),
    extensions: [
      Document, Paragraph, Text, Bold, Italic, Strike, HardBreak, History, Gapcursor, ListItem, BulletList, OrderedList, Blockquote,
      Heading.configure({ levels: [2, 3] }),
      Link.configure({ openOnClick: false, autolink: true, defaultProtocol: "https" }),
      Table, TableRow, TableHeader, TableCell,
      Placeholder.configure({ placeholder: label }),
      mentionNode(place),
    ],
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        spellcheck: "true",
        ...(area.getAttribute("aria-describedby") ? { "aria-describedby": area.getAttribute("aria-describedby") } : {}),
      },
      transformPastedHTML: (html) => fromWord(html, pictures),
    },
    onUpdate: () => keep(editor, area),
  });
  place.prepend(drawToolbar(editor, attach));
  place.classList.add("is-rich");
  return editor;
}

function keep(editor, area) {
  area.value = editor.isEmpty ? "" : editor.getHTML();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A draft of the plain box becomes paragraphs. */
function htmlOf(value) {
  if (!value || value.trimStart().startsWith("<")) return value;
  return {
    type: "doc",
    content: value.split(/\n{2,}/).map((part) => ({ type: "paragraph", content: part ? [{ type: "text", text: part.replaceAll("\n", " ") }] : [] })),
  };
}

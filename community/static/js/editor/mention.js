// @name in the editor: one unbreakable piece that carries a handle; the server looks up who it is.

import { Node, Plugin, mergeAttributes } from "../../django_prose_editor/editor.js";
import { MentionMenu } from "../lib/mention-menu.js";

const TYPED = /(?:^|[\s(])@([\p{L}\d-]{0,20})$/u;

export function mentionNode(place) {
  return Node.create({
    name: "mention",
    group: "inline",
    inline: true,
    atom: true,
    selectable: false,
    addAttributes() {
      return {
        handle: { parseHTML: (element) => element.dataset.mention, renderHTML: ({ handle }) => ({ "data-mention": handle }) },
        name: { parseHTML: (element) => element.textContent.replace(/^@/, ""), renderHTML: () => ({}) },
      };
    },
    parseHTML() {
      return [{ tag: "a[data-mention]", priority: 100 }, { tag: "span[data-mention]" }];
    },
    renderHTML({ node, HTMLAttributes }) {
      return ["span", mergeAttributes(HTMLAttributes, { class: "mention" }), `@${node.attrs.name}`];
    },
    renderText({ node }) {
      return `@${node.attrs.name}`;
    },
    addProseMirrorPlugins() {
      return [mentionPlugin(this.editor, place)];
    },
  });
}

function mentionPlugin(editor, place) {
  let range = null;
  let menu = null;
  const pick = (person) => {
    const content = [{ type: "mention", attrs: { handle: person.handle, name: person.name } }, { type: "text", text: " " }];
    editor.chain().focus().insertContentAt(range, content).run();
  };
  return new Plugin({
    view: (view) => {
      menu = new MentionMenu("", view.dom, pick);
      return {
        update() {
          menu.url = place.dataset.mentions;
          const { $from, empty } = view.state.selection;
          const before = empty ? $from.parent.textBetween(Math.max(0, $from.parentOffset - 30), $from.parentOffset, null, "\ufffc") : "";
          const found = TYPED.exec(before);
          if (!found) {
            menu.close();
            return;
          }
          range = { from: $from.pos - found[1].length - 1, to: $from.pos };
          menu.look(found[1], view.coordsAtPos(range.from));
        },
        destroy: () => menu.close(),
      };
    },
    props: {
      handleKeyDown: (view, event) => menu.key(event),
      handleDOMEvents: { blur: () => void setTimeout(() => menu.close(), 150) },
    },
  });
}

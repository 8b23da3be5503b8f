// The part of Markdown that the contracts and the changelog use: headings, paragraphs, lists, code, bold and links.

import { h } from "/shared/dom.js";

/**
 * Returns the elements of the text.
 *
 * @param level the level of a heading "#"
 */
export function markdown(text, level = 2) {
  const elements = [];
  let list = null;
  for (const block of text.replace(/\r/g, "").split(/\n{2,}/)) {
    for (const part of split(block)) {
      const heading = /^(#{1,4}) +(.*)$/.exec(part);
      if (heading) {
        list = null;
        elements.push(h("h" + Math.min(6, heading[1].length - 1 + level), {}, inline(heading[2])));
      } else if (/^- /.test(part)) {
        if (!list) {
          list = h("ul", {});
          elements.push(list);
        }
        list.append(h("li", {}, inline(part.slice(2))));
      } else if (part.trim() !== "") {
        list = null;
        elements.push(h("p", {}, inline(part)));
      }
    }
  }
  return elements;
}

/** Lines that begin an item or a heading, each with the lines that continue it. */
function split(block) {
  const parts = [];
  for (const line of block.split("\n")) {
    if (parts.length === 0 || /^(- |#{1,4} )/.test(line) || /^#{1,4} /.test(parts.at(-1))) {
      parts.push(line);
    } else {
      parts[parts.length - 1] += " " + line.trim();
    }
  }
  return parts;
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Only addresses of this gateway and of the web become links; those of files in the project stay texts. */
export function inline(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, found.index));
    end = found.index + found[0].length;
    if (found[1] !== undefined) {
      nodes.push(h("code", {}, found[1]));
    } else if (found[2] !== undefined) {
      nodes.push(h("strong", {}, inline(found[2])));
    } else if (/^(https:\/\/|\/)/.test(found[4])) {
      nodes.push(h("a", { href: found[4] }, inline(found[3])));
    } else {
      nodes.push(...inline(found[3]));
    }
  }
  nodes.push(text.slice(end));
  return nodes;
}

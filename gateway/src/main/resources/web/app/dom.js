// Elements that several pages share.

import { h, show } from "../shared/dom.js";
import { t } from "./texts.js";

export { h, svg, show as replace } from "../shared/dom.js";

export function append(element, ...children) {
  element.append(...show(document.createElement("div"), children).childNodes);
}

/** A place for a value that arrives later. */
export function later(value) {
  if (!(value instanceof Promise)) {
    return value;
  }
  const place = h("span", {}, "…");
  value.then(
    (arrived) => show(place, arrived),
    () => show(place, "?"),
  );
  return place;
}

/**
 * A table. Rows are arrays of cells; the first cell of a row is its header. `numbers` are the columns with numbers, and
 * `attributes` those of the table.
 */
export function table(caption, header, rows, { numbers = [], hideCaption = false, attributes = {} } = {}) {
  const kind = (index) => (numbers.includes(index) ? "number" : null);
  const heading = (name, i) => h("th", { scope: "col", class: kind(i) }, name);
  const cell = (value, i) => h(i === 0 ? "th" : "td", { scope: i === 0 ? "row" : null, class: kind(i) }, later(value));
  const content = [
    h("caption", { class: hideCaption ? "hidden-text" : null }, caption),
    h("thead", {}, h("tr", {}, header.map(heading))),
    h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map(cell)))),
  ];
  return scrolling(caption, h("table", attributes, content));
}

/** A heading with its table, or with the text `empty` when the table has no row. */
export function titled(title, header, rows, { empty, numbers } = {}) {
  const isEmpty = empty && rows.length === 0;
  return [h("h2", {}, title), isEmpty ? h("p", {}, empty) : table(title, header, rows, { numbers, hideCaption: true })];
}

/** The same for objects that are managed: the last column has the actions of a row, and a button below makes an object. */
export function managed(title, header, rows, button, empty = "–") {
  return [titled(title, [...header, t("list.actions")], rows, { empty }), h("p", {}, button)];
}

/** A wide table scrolls in a region that the keyboard reaches. */
export function scrolling(name, content) {
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": name }, content);
}

/** Names and values of one object; empty values are left out. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return h("dl", { class: "facts" }, known.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, later(value)))));
}

/** The message of an action, with what a later step would refuse. */
export function withWarnings(message, { warnings = [] }) {
  return warnings.length > 0 ? h("span", {}, message, h("ul", {}, warnings.map((one) => h("li", {}, one.detail)))) : message;
}

export const link = (address, text) => h("a", { href: address }, text);

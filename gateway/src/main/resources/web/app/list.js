// Every list of the workspace: filter, order and page in the address, a decision for several rows, and CSV with exactly the
// filter.

import { get } from "../shared/api.js";
import { language } from "../shared/language.js";
import { append, h, later, link, replace, scrolling } from "./dom.js";
import { download, write } from "./csv.js";
import { actionButton, dialogButton, filterForm, problemText, showResult } from "./form.js";
import { day, instant, number, today } from "./format.js";
import { patiently } from "./requests.js";
import { code, t } from "./texts.js";

const ROWS = 20;
const ROWS_OF_EXPORT = 100;
const MOST_EXPORTED = 20_000;
const PAGES_APART = "~"; // no cursor has it

/** The values of a filter that have these names. */
export const pick = (filter, ...names) => Object.fromEntries(names.filter((name) => filter[name]).map((name) => [name, filter[name]]));

/** Columns of fields: numbers, days, times, and words for codes. */
export const counts = (...names) => names.map((name) => ({ name, number: true, value: (one) => one[name] }));
export const days = (...names) => names.map((name) => ({ name, value: (one) => one[name], show: (one) => day(one[name]) }));
export const times = (...names) => names.map((name) => ({ name, value: (one) => one[name], show: (one) => instant(one[name]) }));
export const coded = (name, group = name) => ({ name, value: (one) => code(group, one[name]) });

/** A column whose text, which may be a promise, leads to the page of an object. */
export function linked(name, page, text, id = (one) => one.id) {
  const show = (one) => {
    const found = text(one);
    const leading = (shown) => link(`#/${page}/${id(one)}`, shown);
    return found instanceof Promise ? found.then(leading) : leading(found);
  };
  return { name, value: text, show };
}

/**
 * A page of the menu that is a list.
 *
 * @param define a function of the address that returns, or resolves with, the definition of the list; `head(place)` draws
 *   what is above the list, also after a decision
 */
export function listPage({ define, ...page }) {
  const show = async (main, address) => {
    const list = { name: page.path, ...(await define(address)) };
    const [head, place] = [h("div"), h("div")];
    append(main, head, place);
    await Promise.all([list.head?.(head), showList(place, address, { changed: () => list.head?.(head), ...list })]);
  };
  return { menu: true, ...page, show };
}

/**
 * Shows a list.
 *
 * @param container where the list appears
 * @param address the address of the page: its filter can be read and replaced, and its region shows results
 * @param definition
 *   `name`: of the text `<name>.empty`; `caption`: that of the table and the name of the file, `<name>.title` when absent;
 *   either `api`: the path of the list; the filters, the names in `linked` (of filters that only links set) and the object
 *   `fixed` are its parameters, or `page(filter, cursor, limit)`, which resolves with `{items, next}` in the order of the API,
 *   or `all(filter)`, which resolves with every item: then each column can be sorted, and `order` is the first order;
 *   `filters`: definitions of fields; `columns`: names of fields, or `{name, value(item), show?(item), number?}`, or arrays of
 *   them. `value` is what is exported and sorted, `show` what is displayed instead; both may be promises;
 *   `create`: `{text, question}` of a button that makes an object, or `{text, address}` of a link;
 *   `actions(item, done, region)`: elements for a row. `done(message)` shows the message and reads the list again,
 *   `region` shows problems;
 *   `selection`: `{name(item), actions(chosen, done, region)}`: rows can be chosen, and `actions` are the elements for the
 *   array that `chosen()` returns.
 */
export function showList(container, address, definition) {
  const list = completed(definition);
  const { region } = address;
  const { pages: earlier, ...filter } = withInitial(address.filter, list.filters);
  const summary = h("p", { role: "status", class: "quiet" });
  const body = h("div", { class: "list" });
  const pages = h("p", { class: "row" });
  const trail = [undefined, ...(earlier ?? "").split(PAGES_APART).filter(Boolean)];
  const chosen = new Set();
  const several = list.selection ? h("p", { class: "row", "aria-label": t("list.selection"), role: "group" }) : null;
  let everything = null;

  replace(
    container,
    list.create ? h("p", {}, creation(list.create, region, done)) : null,
    list.filters.length > 0 ? filtersOf(list, address, filter) : null,
    exportBar(list, filter, region, () => everything),
    summary,
    several,
    body,
    pages,
  );
  if (several) {
    const count = h("span", { role: "status" });
    const showCount = () => replace(count, t("list.chosen", chosen.size));
    replace(several, list.selection.actions(() => [...chosen], done, region), count);
    body.addEventListener("change", showCount);
    showCount();
  }

  async function done(message) {
    everything = null;
    list.changed?.();
    await show();
    if (message) {
      showResult(region, message);
    }
  }

  async function show() {
    body.setAttribute("aria-busy", "true");
    try {
      const page = list.all ? await localPage() : await list.page(filter, trail.at(-1), ROWS);
      chosen.clear();
      body.dispatchEvent(new Event("change"));
      replace(body, page.items.length > 0 ? tableOf(list, page.items, address, filter, done, region, chosen) : h("p", {}, t(`${list.name}.empty`)));
      replace(summary, summaryOf(page));
      replace(pages, pageButtons(page));
    } catch (problem) {
      replace(body, problemText(problem));
      replace(summary);
      replace(pages);
    } finally {
      body.removeAttribute("aria-busy");
    }
  }

  async function localPage() {
    everything ??= await list.all(filter);
    const ordered = await inOrder(list, everything, filter);
    const position = Number(trail.at(-1) ?? 0);
    return {
      items: ordered.slice(position, position + ROWS),
      next: position + ROWS < ordered.length ? position + ROWS : undefined,
      total: ordered.length,
      truncated: everything.truncated,
    };
  }

  function summaryOf({ items, next, total, truncated }) {
    const key = truncated ? "truncated" : total !== undefined ? "total" : next ? "more" : "last";
    return t(`list.${key}`, total ?? items.length);
  }

  function pageButtons(page) {
    const turn = async (go) => {
      go();
      address.keep(trail.length > 1 ? { ...filter, pages: trail.slice(1).join(PAGES_APART) } : filter);
      await show();
      body.querySelector(".scroll")?.focus();
    };
    const button = (text, go) => h("button", { type: "button", onclick: () => turn(go) }, text);
    return [
      trail.length === 1 ? null : button(t("list.previous"), () => trail.pop()),
      page.next === undefined ? null : button(t("list.next"), () => trail.push(String(page.next))),
    ];
  }

  return show();
}

function completed(list) {
  const filters = (list.filters ?? []).map((one) => (typeof one === "string" ? { name: one } : one));
  const columns = list.columns.flat().map((one) => (typeof one === "string" ? { name: one, value: (item) => item[one] } : one));
  const names = [...filters.map(({ name }) => name), ...(list.linked ?? [])];
  const page = (filter, cursor, limit) => get(list.api, { ...pick(filter, ...names), ...list.fixed, cursor, limit });
  return { page, caption: t(`${list.name}.title`), ...list, filters, columns };
}

function creation({ text, question, address }, region, done) {
  return address ? h("a", { class: "button primary", href: address }, text) : dialogButton(text, region, question, done, { class: "primary" });
}

function withInitial(filter, fields) {
  const complete = { ...filter };
  for (const definition of fields) {
    if (definition.initial !== undefined && !(definition.name in complete) && !("all" in complete)) {
      complete[definition.name] = definition.initial;
    }
  }
  return complete;
}

function filtersOf({ filters }, address, filter) {
  const shown = ["sort", "all", ...filters.map((one) => one.name)];
  const others = Object.fromEntries(Object.entries(filter).filter(([name]) => !shown.includes(name))); // such as the id of a link
  const apply = (chosen) => {
    // an emptied filter must not come back with its first value
    const hasInitial = filters.some((one) => one.initial !== undefined && !(one.name in chosen));
    address.go({ ...others, ...chosen, ...pick(filter, "sort"), ...(hasInitial ? { all: "1" } : {}) });
  };
  return filterForm(filters.map((one) => ({ ...one, value: filter[one.name] })), apply, () => address.go({}));
}

function tableOf(list, items, address, filter, done, region, chosen) {
  const boxes = new Map(list.selection ? items.map((item) => [item, choiceOf(list, item, chosen)]) : []);
  const headings = [
    list.selection ? h("td", {}, allOf(boxes)) : null,
    list.columns.map((column) => heading(list, column, address, filter)),
    list.actions ? h("th", { scope: "col" }, t("list.actions")) : null,
  ];
  const rows = items.map((item) => rowOf(list, item, done, region, boxes.get(item)));
  return scrolling(list.caption, h("table", {}, [h("caption", { class: "hidden-text" }, list.caption), h("thead", {}, h("tr", {}, headings)), h("tbody", {}, rows)]));
}

/** The box that chooses a row. */
function choiceOf(list, item, chosen) {
  const box = h("input", { type: "checkbox", onchange: () => (box.checked ? chosen.add(item) : chosen.delete(item)) });
  Promise.resolve(list.selection.name(item)).then((name) => box.setAttribute("aria-label", t("list.choose", name)));
  box.setAttribute("aria-label", t("list.choose", "…"));
  return box;
}

/** The box that chooses all rows of the page. */
function allOf(boxes) {
  const all = h("input", {
    type: "checkbox",
    "aria-label": t("list.chooseAll"),
    onchange: () =>
      [...boxes.values()].forEach((box) => {
        box.checked = all.checked;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }),
  });
  return all;
}

function heading(list, column, address, filter) {
  const text = t(`column.${column.name}`);
  const kind = column.number ? "number" : null;
  if (!list.all) {
    return h("th", { scope: "col", class: kind }, text);
  }
  const order = filter.sort ?? list.order;
  const direction = order === column.name ? "ascending" : order === `-${column.name}` ? "descending" : null;
  const sort = () => address.go({ ...filter, sort: direction === "ascending" ? `-${column.name}` : column.name });
  const mark = direction === "ascending" ? " ▲" : direction === "descending" ? " ▼" : "";
  const button = h("button", { type: "button", class: "sort", onclick: sort, title: t("list.sort", text) }, text, h("span", { "aria-hidden": "true" }, mark));
  return h("th", { scope: "col", class: kind, "aria-sort": direction }, button);
}

function rowOf(list, item, done, region, box) {
  const cells = list.columns.map((column, index) => cellOf(column, index, item));
  const actions = list.actions ? h("td", {}, h("div", { class: "row" }, list.actions(item, done, region))) : null;
  return h("tr", {}, box ? h("td", {}, box) : null, cells, actions);
}

/** A row has one line: a text that is cut is in the title of its cell. */
function cellOf(column, index, item) {
  const attributes = { scope: index === 0 ? "row" : null, class: column.number ? "number" : null, onmouseenter: () => (cell.title = cell.textContent) };
  const cell = h(index === 0 ? "th" : "td", attributes, later(shown(column, item)));
  return cell;
}

function shown(column, item) {
  if (column.show) {
    return column.show(item);
  }
  const value = column.value(item);
  return typeof value === "number" ? number(value) : value;
}

async function inOrder(list, items, filter) {
  const order = filter.sort ?? list.order ?? "";
  const column = list.columns.find((one) => one.name === order.replace(/^-/, ""));
  if (!column) {
    return items;
  }
  const keyed = await Promise.all(items.map(async (item) => ({ item, key: await column.value(item) })));
  const sign = order.startsWith("-") ? -1 : 1;
  return keyed.sort((a, b) => sign * compare(a.key, b.key)).map((entry) => entry.item);
}

/** Orders numbers and texts. Missing values come last in ascending order. */
export function compare(a, b) {
  const isEmpty = (value) => value === null || value === undefined || value === "";
  if (isEmpty(a) || isEmpty(b)) {
    return Number(isEmpty(a)) - Number(isEmpty(b));
  }
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), language(), { numeric: true });
}

function exportBar(list, filter, region, loaded) {
  let cancelled = false;
  const cancel = h("button", { type: "button", hidden: true, onclick: () => (cancelled = true) }, t("cancel"));
  const progress = h("span", { role: "status", class: "quiet" });

  async function save() {
    cancelled = false;
    cancel.hidden = false;
    try {
      const rows = [list.columns.map((column) => t(`column.${column.name}`))];
      let truncated = false;
      for await (const items of batches(list, filter, loaded())) {
        rows.push(...(await Promise.all(items.map((item) => Promise.all(list.columns.map((column) => column.value(item)))))));
        replace(progress, t("list.exported", rows.length - 1));
        truncated = rows.length > MOST_EXPORTED;
        if (cancelled || truncated) {
          break;
        }
      }
      if (cancelled) {
        return t("list.exportCancelled");
      }
      download(`${list.caption} ${today()}.csv`, write(rows, language()));
      return t(truncated ? "list.exportTruncated" : "list.exportDone", rows.length - 1);
    } finally {
      cancel.hidden = true;
      replace(progress);
    }
  }

  return h("p", { class: "row export" }, actionButton(t("list.export"), region, save), cancel, progress);
}

async function* batches(list, filter, loaded) {
  if (list.all) {
    const items = await inOrder(list, loaded ?? (await list.all(filter)), filter);
    for (let i = 0; i < items.length || i === 0; i += ROWS_OF_EXPORT) {
      yield items.slice(i, i + ROWS_OF_EXPORT);
    }
    return;
  }
  let cursor;
  do {
    const page = await patiently(() => list.page(filter, cursor, ROWS_OF_EXPORT));
    yield page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

// Elements that several pages use.

import { h, show } from "/shared/dom.js";
import { installation } from "/shared/sign-in.js";
import { t } from "./texts.js";

/** A block of code that the keyboard can scroll, with a button that copies it. */
export function codeBlock(text, language = null) {
  const button = h("button", { type: "button", onclick: copy }, t("copy"));
  function copy() {
    navigator.clipboard?.writeText(text).then(() => show(button, t("copied")));
  }
  return h("div", { class: "code-block" }, h("pre", { tabindex: 0 }, h("code", { "data-language": language }, text)), button);
}

/** A message for the person, announced by screen readers. */
export function message(kind, ...content) {
  return h("div", { class: "message " + kind, role: kind === "bad" ? "alert" : "status" }, content);
}

/**
 * Tabs (WAI-ARIA pattern with automatic activation): arrows move between tabs.
 *
 * @param choices list of { id, title, content } with content a node
 */
export function tabs(label, choices) {
  const buttons = choices.map((choice, index) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: "tab-" + choice.id,
        "aria-controls": "panel-" + choice.id,
        onclick: () => select(index),
      },
      choice.title,
    ),
  );
  const panels = choices.map((choice) =>
    h("div", { role: "tabpanel", id: "panel-" + choice.id, "aria-labelledby": "tab-" + choice.id }, choice.content),
  );
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": label, onkeydown: move }, buttons);
  let selected = 0;

  function select(index) {
    selected = index;
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === index));
      button.tabIndex = i === index ? 0 : -1;
      panels[i].hidden = i !== index;
    });
  }

  function move(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    const target = { Home: 0, End: choices.length - 1 }[event.key] ?? (selected + (steps[event.key] ?? 0) + choices.length) % choices.length;
    if (target !== selected) {
      event.preventDefault();
      select(target);
      buttons[target].focus();
    }
  }

  select(0);
  return h("div", {}, list, panels);
}

/** A table. Rows are lists of cells. */
export function table(heads, rows) {
  return h(
    "div",
    { class: "scroll", tabindex: 0 },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell))))),
    ),
  );
}

/** JSON of this gateway, loaded once. A failure is not remembered. */
const loaded = new Map();
export function loadJson(path) {
  return load(path, (response) => response.json());
}

/** A text of this gateway, loaded once. */
export function loadText(path) {
  return load(path, (response) => response.text());
}

function load(path, read) {
  if (!loaded.has(path)) {
    const content = fetch(path).then((response) => {
      if (!response.ok) {
        throw new Error("HTTP " + response.status);
      }
      return read(response);
    });
    content.catch(() => loaded.delete(path));
    loaded.set(path, content);
  }
  return loaded.get(path);
}

/** Puts the addresses of this installation into a text. */
export function filled(text) {
  return text.replaceAll("{gateway}", location.origin).replaceAll("{tokenUrl}", installation().tokenUrl);
}

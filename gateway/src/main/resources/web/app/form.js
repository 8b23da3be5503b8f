// Fields, questions and actions. Every action ends with its result or with the text of the problem.

import { append, h, later, replace } from "./dom.js";
import { CODES, t, code } from "./texts.js";

let counter = 0;

/**
 * A labelled field.
 *
 * @param definition `name`, `kind` (text, password, date, week, number, choice, flag, file, area, lines, choices, rows), `values` and `group` of a
 *   choice, `none` (the text of no choice), `required`, `value`, `label`, `hint`, `pointer` (of its value in the body,
 *   `/name` when absent), `columns` of rows: definitions of fields. The value of `lines`, `choices` and `rows` is an array. A name
 *   alone is a text, and a `group` alone a choice among all its codes.
 */
export function field(given) {
  const definition = complete(given);
  const id = `field-${++counter}`;
  if (["choices", "rows"].includes(definition.kind)) {
    return group(definition, id);
  }
  const text = definition.label ?? t(`column.${definition.name}`);
  const hint = definition.hint ? h("span", { class: "hint", id: `${id}-hint` }, definition.hint) : null;
  const common = {
    id,
    name: definition.name,
    required: definition.required,
    "data-pointer": definition.pointer ?? `/${definition.name}`,
    "aria-describedby": [hint ? `${id}-hint` : null, `${id}-fault`].filter(Boolean).join(" "),
  };
  const input = control(definition, common);
  if (definition.kind === "flag") {
    input.checked = Boolean(definition.value);
  } else if (definition.kind !== "file" && definition.value !== undefined && definition.value !== null) {
    input.value = definition.kind === "lines" ? definition.value.join("\n") : definition.value;
  }
  const name = h("label", { for: id }, text, definition.required ? ` (${t("required")})` : "");
  const fault = h("span", { class: "fault bad", id: `${id}-fault` });
  return h("div", { class: "field" }, definition.kind === "flag" ? [input, name] : [name, input], hint, fault);
}

function complete(given) {
  const definition = typeof given === "string" ? { name: given } : given;
  const { group: codes, kind = codes ? "choice" : "text" } = definition;
  return { values: codes && Object.keys(CODES[codes]), ...definition, kind };
}

/** The fields with the values of an object that is corrected, where they have none. */
export function filled(fields, one) {
  return fields.map(complete).map((definition) => ({ ...definition, value: definition.value ?? one?.[definition.name] }));
}

export const reason = (more) => ({ name: "reason", kind: "area", required: true, ...more });

/** Several choices, or rows of fields. The group takes the errors that belong to none of its fields. */
function group(definition, id) {
  return h(
    "fieldset",
    { id, tabindex: -1, "data-pointer": definition.pointer ?? `/${definition.name}` },
    h("legend", {}, definition.label ?? t(`column.${definition.name}`)),
    definition.hint ? h("span", { class: "hint" }, definition.hint) : null,
    control(definition, {}),
    h("span", { class: "fault bad", id: `${id}-fault` }),
  );
}

/** A value of a choice with its text. */
const pair = ({ group: codes }, value) => Array.isArray(value) ? value : [value, code(codes, value)];

/** The offered values and the chosen ones: a correction of another field must not remove a chosen value. */
function choices(definition) {
  const offered = definition.values.map((value) => pair(definition, value));
  const chosen = [definition.value ?? []].flat().filter((key) => key !== "" && !offered.some(([other]) => String(other) === String(key)));
  return [...offered, ...chosen.map((key) => (definition.group ? pair(definition, key) : [key, t("form.present", key)]))];
}

function choice(definition, [key, text]) {
  const box = h("input", { type: "checkbox", name: definition.name, value: key, "data-many": true, checked: (definition.value ?? []).includes(key) });
  return h("label", { class: "choice" }, box, " ", text);
}

/** Rows of fields with one empty row at the end. An empty row does not count. */
function rowsOf(definition) {
  const rows = h("div", { "data-rows": definition.name, "data-base": definition.pointer ?? `/${definition.name}` });
  const add = (row) =>
    rows.append(
      h("div", { class: "row form-row" }, definition.columns.map(complete).map((column) => field({ ...column, value: row[column.name], pointer: `/${definition.name}/${column.name}` }))),
    );
  [...(definition.value ?? []), {}].forEach(add);
  const more = () => {
    add({});
    rows.lastChild.querySelector("input, select").focus();
  };
  return [rows, h("button", { type: "button", onclick: more }, t("form.more"))];
}

/** The rows that have a value, with numbers as such; the pointers of their fields are those in the body from now on. */
function readRows(rows) {
  const found = [];
  for (const row of rows.children) {
    const cells = [...row.querySelectorAll("[name]")].filter((cell) => cell.value.trim() !== "");
    if (cells.length > 0) {
      row.querySelectorAll("[name]").forEach((cell) => (cell.dataset.pointer = `${rows.dataset.base}/${found.length}/${cell.name}`));
      found.push(Object.fromEntries(cells.map((cell) => [cell.name, cell.type === "number" ? Number(cell.value) : cell.value.trim()])));
    }
  }
  return found;
}

function control(definition, common) {
  switch (definition.kind) {
    case "choice":
      return h(
        "select",
        common,
        definition.required && !definition.none ? null : h("option", { value: "" }, definition.none ?? t("any")),
        choices(definition).map(([key, text]) => h("option", { value: key }, text)),
      );
    case "choices":
      return choices(definition).map((one) => choice(definition, one));
    case "rows":
      return rowsOf(definition);
    case "area":
    case "lines":
      return h("textarea", { ...common, rows: 3, maxlength: definition.max ?? 500 });
    case "file":
      return h("input", { ...common, type: "file", accept: ".csv,.txt,text/csv" });
    default: {
      const { kind, min, max, step } = definition;
      return h("input", { ...common, type: kind === "flag" ? "checkbox" : kind, autocomplete: ["text", "password"].includes(kind) ? "off" : null, min, max, step });
    }
  }
}

/** The values of a form that are not empty. Choices and rows are arrays, which can be empty. */
export function values(form) {
  const found = {};
  for (const rows of form.querySelectorAll("[data-rows]")) {
    found[rows.dataset.rows] = readRows(rows);
  }
  for (const element of form.elements) {
    if (!element.name || element.type === "file" || element.closest("[data-rows]")) {
      continue;
    }
    if (element.dataset.many !== undefined) {
      found[element.name] = [...(found[element.name] ?? []), ...(element.checked ? [element.value] : [])];
      continue;
    }
    const value = element.type === "checkbox" || element.type === "radio" ? element.checked && element.value : element.value.trim();
    if (value) {
      found[element.name] = value;
    }
  }
  return found;
}

/** What the text of a field is in a body. */
const IN_BODY = { number: Number, flag: () => true, lines: (text) => text.split("\n").map((line) => line.trim()).filter(Boolean) };

/** The body that the values of fields make: each at the pointer of its field. Rows without any are left out. */
export function bodyOf(fields, found) {
  const body = {};
  for (const { name, kind, pointer = `/${name}` } of fields.map(complete)) {
    if (name in found && !(kind === "rows" && found[name].length === 0)) {
      const [last, ...parents] = pointer.split("/").slice(1).reverse();
      const parent = parents.reverse().reduce((object, member) => (object[member] ??= {}), body);
      parent[last] = (IN_BODY[kind] ?? ((value) => value))(found[name]);
    }
  }
  return body;
}

/** The same as a merge patch: a field without a value is cleared, and an object of which every field is empty. */
export function patchOf(fields, found) {
  const body = bodyOf(fields, found);
  for (const { name, pointer = `/${name}` } of fields.map(complete).filter((one) => !(one.name in found))) {
    const [first, second] = pointer.split("/").slice(1);
    if (second && body[first]) {
      body[first][second] = null;
    } else {
      body[first] = null;
    }
  }
  return body;
}

/** The text of a problem, with its parts and its code. `parts` are those to show, all when absent. */
export function problemText(problem, parts) {
  if (!problem.lines) {
    reportError(problem); // a fault of the page, not an answer of the API
  }
  const [text, ...all] = problem.lines ?? [t("fault")];
  const shown = parts ?? all;
  return h(
    "div",
    { class: "message bad" },
    h("p", {}, text),
    shown.length > 0 ? h("ul", {}, shown.map((part) => h("li", {}, part))) : null,
    problem.code
      ? h("p", {}, h("a", { href: `/problems/${encodeURIComponent(problem.code)}`, target: "_blank", rel: "noopener" }, t("aboutProblem")))
      : null,
  );
}

/** Shows the errors of a problem beside the fields that they name. Returns the texts of the others. */
export function markFaults(form, problem) {
  const inputs = [...form.querySelectorAll("[data-pointer]")];
  const faultOf = (input) => document.getElementById(`${input.id}-fault`);
  for (const input of inputs) {
    input.removeAttribute("aria-invalid");
    replace(faultOf(input));
  }
  const others = [];
  for (const error of problem.errors ?? []) {
    const text = error.detail ?? error.code;
    const input = error.pointer ? nearest(inputs, error.pointer) : null;
    if (input) {
      if (input.tagName !== "FIELDSET") {
        input.setAttribute("aria-invalid", "true");
      }
      append(faultOf(input), h("span", {}, text), " ");
    } else {
      others.push(text);
    }
  }
  return others;
}

/** The input of a JSON pointer: the one with exactly this pointer, else the nearest one that contains it, else a part. */
function nearest(inputs, pointer) {
  const containing = inputs.filter((one) => `${pointer}/`.startsWith(`${one.dataset.pointer}/`));
  containing.sort((a, b) => b.dataset.pointer.length - a.dataset.pointer.length);
  return containing[0] ?? inputs.find((one) => one.dataset.pointer.startsWith(`${pointer}/`));
}

/** The live region of a page. */
export const resultRegion = () => h("div", { class: "result", role: "status", tabindex: -1 });

export function showResult(region, message) {
  replace(region, h("p", { class: "message good" }, message));
  region.focus();
}

function showProblem(region, problem) {
  replace(region, problemText(problem));
  region.focus();
}

/** A button that runs an action and shows what became of it. The button is off while the action runs. */
export function actionButton(text, region, run, attributes = {}) {
  const button = h("button", { type: "button", ...attributes, onclick: press }, text);
  async function press() {
    button.disabled = true;
    try {
      const message = await run();
      if (message) {
        showResult(region, message);
      }
    } catch (problem) {
      showProblem(region, problem);
    } finally {
      button.disabled = false;
      if (document.activeElement === document.body) {
        button.focus(); // a disabled button has lost the focus
      }
    }
  }
  return button;
}

/**
 * A button that asks in a dialog.
 *
 * @param question that of `ask`, or a function that reads what the dialog needs and resolves with it
 * @param done takes the message of the action, when the person has confirmed it
 */
export function dialogButton(text, region, question, done, attributes) {
  const press = async () => {
    const asked = typeof question === "function" ? await question() : question;
    const message = await ask({ title: text, confirm: text, ...asked });
    if (message) {
      await done(message);
    }
  };
  return actionButton(text, region, press, attributes);
}

/** Runs the action of a form. Shows the text of a problem, and each error beside its field. */
async function attempt(form, trouble, accept, run) {
  accept.disabled = true;
  try {
    await run(values(form));
  } catch (problem) {
    replace(trouble, problemText(problem, problem.lines && markFaults(form, problem)));
    (form.querySelector("[aria-invalid], fieldset:has(> .fault:not(:empty))") ?? trouble).focus(); // never the button that decides
  } finally {
    accept.disabled = false;
  }
}

/** The form of the filters of a list; `apply` takes their values, `clear` shows everything. */
export function filterForm(fields, apply, clear, { name = "list.filters", submit = "list.filter", reset = "list.clear" } = {}) {
  const onsubmit = (event) => {
    event.preventDefault();
    return apply(values(event.currentTarget));
  };
  const buttons = [h("button", { type: "submit", class: "primary" }, t(submit)), h("button", { type: "button", onclick: clear }, t(reset))];
  return h("form", { class: "filters", "aria-label": t(name), onsubmit }, fields.map(field), buttons);
}

/** A form with the elements `others` beside its button. An element among its fields is shown as it is. */
export function pageForm(fields, text, run, others) {
  const trouble = h("div", { role: "alert", tabindex: -1 });
  const accept = h("button", { type: "submit", class: "primary" }, text);
  const shown = fields.map((one) => (one instanceof Node ? one : field(one)));
  const form = h("form", { class: "page-form", onsubmit: submit }, shown, trouble, h("p", { class: "row" }, accept, others));
  function submit(event) {
    event.preventDefault();
    return attempt(form, trouble, accept, run);
  }
  return form;
}

/**
 * A button that decides the same for the chosen rows of a list, one after the other. A row that is refused does not stop
 * the others.
 *
 * @param decision `name(row)` (may be a promise), `run(row)`, `can(row)`: false leaves the row out
 */
export function severalButton(text, region, chosen, { name, run, can = () => true }, done) {
  return actionButton(text, region, async () => {
    const rows = chosen().filter(can);
    if (rows.length === 0) {
      return t("several.none");
    }
    const names = await Promise.all(rows.map(name));
    const refusals = [];
    const decide = async () => {
      for (const [i, row] of rows.entries()) {
        await run(row).catch((problem) => refusals.push(h("li", {}, `${names[i]} – ${problem.message}`)));
      }
      return t("several.done", rows.length - refusals.length);
    };
    const list = names.map((one, i) => (i === 0 ? one : [h("br"), one]));
    const message = await ask({ title: t("several.title", text, rows.length), text: list, confirm: text, run: decide });
    if (message) {
      await done(refusals.length > 0 ? h("span", {}, message, " ", t("several.refused", refusals.length), h("ul", {}, refusals)) : message);
    }
  });
}

/**
 * Asks in a dialog and runs the action with the answers. The dialog stays open with the text of a problem, and each error
 * beside its field. Resolves with the message of the action, or with null when the person cancels.
 *
 * @param question `title`, `text` (may be a promise), `fields`, `confirm` and `run(values)`
 */
export function ask({ title, text, fields = [], confirm, run }) {
  return new Promise((resolve) => {
    const id = `dialog-${++counter}`;
    const cancel = h("button", { type: "button", onclick: () => dialog.close() }, t("cancel"));
    let message = null;
    const decide = async (found) => {
      message = await run(found);
      dialog.close();
    };
    const about = text ? [h("p", {}, later(text))] : [];
    const form = pageForm([h("h2", { id }, title), ...about, ...fields], confirm, decide, cancel);
    const dialog = h("dialog", { "aria-labelledby": id, onclose: closed }, form);
    const before = document.activeElement;

    function closed() {
      dialog.remove();
      if (before?.isConnected) {
        before.focus();
      }
      resolve(message);
    }

    document.body.append(dialog);
    dialog.showModal();
    if (fields.length === 0) {
      cancel.focus(); // never the button that decides
    }
  });
}

// Fields, questions and actions. Every action ends with its result or with the text of the problem.

import { h, replace } from "./dom.js";
import { t, code } from "./texts.js";

let counter = 0;

/**
 * A labelled field.
 *
 * @param definition `name`, `kind` (text, date, number, choice, flag, file, area), `values` and `group` of a choice,
 *   `none` (the text of no choice), `required`, `value`, `label`, `hint`
 */
export function field(definition) {
  const id = `field-${++counter}`;
  const text = definition.label ?? t(`column.${definition.name}`);
  const hint = definition.hint ? h("span", { class: "hint", id: `${id}-hint` }, definition.hint) : null;
  const common = {
    id,
    name: definition.name,
    required: definition.required,
    "aria-describedby": hint ? `${id}-hint` : null,
  };
  const input = control(definition, common);
  if (definition.kind === "flag") {
    input.checked = Boolean(definition.value);
  } else if (definition.kind !== "file" && definition.value !== undefined && definition.value !== null) {
    input.value = definition.value;
  }
  const name = h("label", { for: id }, text, definition.required ? ` (${t("required")})` : "");
  return h("div", { class: "field" }, definition.kind === "flag" ? [input, name] : [name, input], hint);
}

function control(definition, common) {
  switch (definition.kind) {
    case "choice":
      return h(
        "select",
        common,
        definition.required ? null : h("option", { value: "" }, definition.none ?? t("any")),
        definition.values.map((value) =>
          Array.isArray(value)
            ? h("option", { value: value[0] }, value[1])
            : h("option", { value }, code(definition.group, value)),
        ),
      );
    case "area":
      return h("textarea", { ...common, rows: 3, maxlength: 500 });
    case "flag":
      return h("input", { ...common, type: "checkbox" });
    case "file":
      return h("input", { ...common, type: "file", accept: ".csv,.txt,text/csv" });
    case "date":
    case "number":
      return h("input", { ...common, type: definition.kind, min: definition.min, max: definition.max, step: definition.step });
    default:
      return h("input", { ...common, type: "text", autocomplete: "off" });
  }
}

/** The values of a form that are not empty. */
export function values(form) {
  const found = {};
  for (const element of form.elements) {
    if (!element.name || element.type === "file") {
      continue;
    }
    const value = element.type === "checkbox" || element.type === "radio" ? element.checked && element.value : element.value.trim();
    if (value) {
      found[element.name] = value;
    }
  }
  return found;
}

/** The text of a problem, with its parts and its code. */
export function problemText(problem) {
  if (!problem.lines) {
    reportError(problem); // a fault of the page, not an answer of the API
  }
  const [text, ...parts] = problem.lines ?? [t("fault")];
  return h(
    "div",
    { class: "message bad" },
    h("p", {}, text),
    parts.length > 0 ? h("ul", {}, parts.map((part) => h("li", {}, part))) : null,
    problem.code
      ? h("p", {}, h("a", { href: `/problems/${encodeURIComponent(problem.code)}`, target: "_blank", rel: "noopener" }, t("aboutProblem")))
      : null,
  );
}

/** The live region of a page. */
export function resultRegion() {
  return h("div", { class: "result", role: "status", tabindex: -1 });
}

export function showResult(region, message) {
  replace(region, h("p", { class: "message good" }, message));
  region.focus();
}

export function showProblem(region, problem) {
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
    }
  }
  return button;
}

/**
 * Asks in a dialog and runs the action with the answers. The dialog stays open with the text of a problem. Resolves with
 * the message of the action, or with null when the person cancels.
 *
 * @param question `title`, `text`, `fields`, `confirm` and `run(values)`
 */
export function ask({ title, text, fields = [], confirm, run }) {
  return new Promise((resolve) => {
    const id = `dialog-${++counter}`;
    const trouble = h("div", { role: "alert" });
    const accept = h("button", { type: "submit", class: "primary" }, confirm);
    let message = null;
    const form = h(
      "form",
      { onsubmit: submit },
      h("h2", { id }, title),
      text ? h("p", {}, text) : null,
      fields.map(field),
      trouble,
      h("p", { class: "row" }, accept, h("button", { type: "button", onclick: () => dialog.close() }, t("cancel"))),
    );
    const dialog = h("dialog", { "aria-labelledby": id, onclose: closed }, form);
    const before = document.activeElement;

    async function submit(event) {
      event.preventDefault();
      accept.disabled = true;
      try {
        message = await run(values(form));
        dialog.close();
      } catch (problem) {
        replace(trouble, problemText(problem));
        accept.disabled = false;
      }
    }

    function closed() {
      dialog.remove();
      if (before?.isConnected) {
        before.focus();
      }
      resolve(message);
    }

    document.body.append(dialog);
    dialog.showModal();
  });
}

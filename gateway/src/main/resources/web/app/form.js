// Fields, questions and actions. Every action ends with its result or with the text of the problem.

import { append, h, later, replace } from "./dom.js";
import { t, code } from "./texts.js";

let counter = 0;

/**
 * A labelled field.
 *
 * @param definition `name`, `kind` (text, date, number, choice, flag, file, area), `values` and `group` of a choice,
 *   `none` (the text of no choice), `required`, `value`, `label`, `hint`, `pointer` (of its value in the body, `/name`
 *   when absent)
 */
export function field(definition) {
  const id = `field-${++counter}`;
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
    input.value = definition.value;
  }
  const name = h("label", { for: id }, text, definition.required ? ` (${t("required")})` : "");
  const fault = h("span", { class: "fault bad", id: `${id}-fault` });
  return h("div", { class: "field" }, definition.kind === "flag" ? [input, name] : [name, input], hint, fault);
}

function control(definition, common) {
  switch (definition.kind) {
    case "choice":
      return h(
        "select",
        common,
        definition.required && !definition.none ? null : h("option", { value: "" }, definition.none ?? t("any")),
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
function markFaults(form, problem) {
  const inputs = [...form.querySelectorAll("[data-pointer]")];
  const faultOf = (input) => document.getElementById(`${input.id}-fault`);
  for (const input of inputs) {
    input.removeAttribute("aria-invalid");
    replace(faultOf(input));
  }
  const others = [];
  for (const error of problem.errors ?? []) {
    const text = error.detail ?? error.code;
    const input = error.pointer ? inputs.find((one) => isPartOf(error.pointer, one.dataset.pointer)) : null;
    if (input) {
      input.setAttribute("aria-invalid", "true");
      append(faultOf(input), h("span", {}, text), " ");
    } else {
      others.push(text);
    }
  }
  return others;
}

/** Whether one JSON pointer is the other one, or contains it. */
function isPartOf(one, other) {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
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
  return actionButton(
    text,
    region,
    async () => {
      const asked = typeof question === "function" ? await question() : question;
      const message = await ask({ title: text, confirm: text, ...asked });
      if (message) {
        await done(message);
      }
    },
    attributes,
  );
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
    const trouble = h("div", { role: "alert" });
    const accept = h("button", { type: "submit", class: "primary" }, confirm);
    const cancel = h("button", { type: "button", onclick: () => dialog.close() }, t("cancel"));
    let message = null;
    const form = h(
      "form",
      { onsubmit: submit },
      h("h2", { id }, title),
      text ? h("p", {}, later(text)) : null,
      fields.map(field),
      trouble,
      h("p", { class: "row" }, accept, cancel),
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
        replace(trouble, problemText(problem, problem.lines && markFaults(form, problem)));
        accept.disabled = false;
        (form.querySelector("[aria-invalid]") ?? accept).focus();
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
    if (fields.length === 0) {
      cancel.focus(); // never the button that decides
    }
  });
}

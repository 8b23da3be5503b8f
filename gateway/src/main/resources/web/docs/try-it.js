// Sends a request of an operation with the person's token, or with an access token that the person pastes.

import { call, Problem } from "/shared/api.js";
import { h, show } from "/shared/dom.js";
import { language } from "/shared/language.js";
import { installation, isSignedIn } from "/shared/sign-in.js";
import { codeBlock, message } from "./elements.js";
import { nameOfParameter, ownIds, withIds } from "./own-ids.js";
import { exampleOf, exampleText, resolved } from "./schema.js";
import { t } from "./texts.js";

/** In memory only; another contract keeps it. */
let pastedToken = "";
let usesPastedToken = false;

/** Headers that the gateway or the form sets. */
const LEFT_OUT = ["If-None-Match", "If-Revision-At-Least"];

export function tryIt(contract, operation) {
  const parameters = operation.parameters.filter((parameter) => !LEFT_OUT.includes(parameter.name));
  const types = Object.entries(operation.requestBody?.content ?? {});
  const fields = parameters.map((parameter) => field(contract, parameter));
  const bodyField = types.length > 0 && h("textarea", { id: "try-body", class: "code", rows: 12, spellcheck: "false" });
  const typeField = types.length > 0 && h("select", { id: "try-type", onchange: fillBody }, types.map(([type]) => h("option", {}, type)));
  const result = h("div", { id: "try-result", "aria-live": "polite" });
  const button = h("button", { class: "primary", id: "try-send" }, t("send"));

  let ids = {};
  let filledBody = "";
  function fillBody() {
    const example = exampleOf(types.find(([type]) => type === typeField.value)[1]);
    filledBody = example === undefined ? "" : exampleText(withIds(example, ids));
    bodyField.value = filledBody;
  }
  if (typeField) {
    fillBody();
  }
  ownIds().then((own) => {
    ids = own;
    fields
      .filter(({ parameter, input }) => parameter.in === "path" && input.value === String(parameter.example))
      .forEach(({ parameter, input }) => {
        input.value = own[nameOfParameter(parameter, operation.path)] ?? input.value;
      });
    if (bodyField && bodyField.value === filledBody) {
      fillBody();
    }
  });

  async function send(event) {
    event.preventDefault();
    const missing = fields.filter(({ parameter, input }) => parameter.required && input.value === "").map(({ parameter }) => parameter.name);
    if (missing.length > 0) {
      show(result, message("bad", t("missing", { names: missing.join(", ") })));
      return;
    }
    const fault = bodyField ? bodyFault(typeField.value, bodyField.value, operation.requestBody.required) : null;
    if (bodyField) {
      bodyField.setAttribute("aria-invalid", String(fault !== null));
    }
    if (fault !== null) {
      show(result, message("bad", fault));
      bodyField.focus();
      return;
    }
    if (usesPastedToken ? pastedToken === "" : !isSignedIn()) {
      show(result, message("warn", t("tokenNobody")));
      return;
    }
    const request = requestOf(operation, fields);
    if (bodyField) {
      request.body = bodyField.value;
      request.headers["Content-Type"] = typeField.value;
    }
    button.disabled = true;
    show(result, message("", t("sending")));
    let answer;
    try {
      const token = usesPastedToken ? { token: pastedToken } : {};
      answer = answerView(await call(operation.method, request.path, { ...request, ...token }));
      renewKey(fields);
    } catch (error) {
      answer = error instanceof Problem ? problemView(error) : message("bad", error.message);
    }
    button.disabled = false;
    show(result, answer, h("details", {}, h("summary", {}, t("command")), codeBlock(commandOf(operation, request), "sh")));
  }

  return h(
    "details",
    { class: "try-it" },
    h("summary", {}, t("tryIt")),
    h(
      "form",
      { onsubmit: send, novalidate: true },
      tokenFields(),
      fields.map(({ row }) => row),
      bodyField && [
        h("label", { for: "try-type" }, t("contentType")),
        typeField,
        h("label", { for: "try-body" }, t("bodyText")),
        h("p", { class: "hint", id: "try-body-hint" }, t("bodyHint")),
        bodyField,
      ],
      h("p", {}, button),
    ),
    result,
  );
}

function field(contract, parameter) {
  const id = "try-" + parameter.in + "-" + parameter.name;
  const schema = resolved(parameter.schema, contract);
  let input;
  if (schema.enum && !schema.items) {
    input = h("select", { id }, h("option", { value: "" }, ""), schema.enum.map((value) => h("option", {}, value)));
  } else {
    input = h("input", { id, maxlength: 2000, autocomplete: "off", placeholder: parameter.in === "path" ? null : parameter.example });
  }
  if (parameter.name === "Idempotency-Key") {
    input.value = crypto.randomUUID();
  } else if (parameter.in === "path" && parameter.example !== undefined) {
    input.value = parameter.example;
  }
  const isList = schema.type === "array";
  const row = h(
    "div",
    {},
    h("label", { for: id }, h("code", {}, parameter.name), " ", h("span", { class: "hint" }, parameter.in), parameter.required && [" ", h("span", { class: "tag" }, t("required"))]),
    isList && h("p", { class: "hint" }, t("several")),
    input,
  );
  return { parameter, input, isList, row };
}

/** Why the body cannot be sent; null when it can. Whether it fits its schema is up to the API. */
function bodyFault(type, text, required) {
  if (!/[/+]json$/.test(type) || (text.trim() === "" && !required)) {
    return null;
  }
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const place = /line (\d+) column (\d+)/.exec(error.message);
    return place ? t("notJsonAt", { line: place[1], column: place[2] }) : t("notJson");
  }
}

/** The next request is another one. */
function renewKey(fields) {
  const key = fields.find(({ parameter }) => parameter.name === "Idempotency-Key");
  if (key) {
    key.input.value = crypto.randomUUID();
  }
}

function tokenFields() {
  const textarea = h("textarea", {
    id: "try-token",
    class: "code",
    rows: 3,
    spellcheck: "false",
    autocomplete: "off",
    oninput: (event) => {
      pastedToken = event.target.value.trim();
    },
  });
  textarea.value = pastedToken;
  const paste = h("div", {}, h("label", { for: "try-token" }, t("token")), textarea, h("p", { class: "hint" }, t("tokenHint")), codeBlock(tokenCommand(), "sh"));
  const choose = (pasted) => {
    usesPastedToken = pasted;
    paste.hidden = !pasted;
  };
  const option = (id, label, pasted) =>
    h("label", { for: id }, h("input", { type: "radio", name: "try-with", id, checked: usesPastedToken === pasted, onchange: () => choose(pasted) }), " " + label);
  choose(usesPastedToken);
  return h("fieldset", {}, h("legend", {}, t("tokenKind")), option("try-with-person", t("tokenPerson"), false), option("try-with-token", t("tokenPasted"), true), paste);
}

export function tokenCommand() {
  return `curl -s "${installation().tokenUrl}" -d grant_type=client_credentials -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'`;
}

/** The path with its parameters, the query and the headers of the filled fields. */
function requestOf(operation, fields) {
  const request = { path: operation.path, query: {}, headers: {} };
  for (const { parameter, input, isList } of fields) {
    const value = input.value.trim();
    if (value === "") {
      continue;
    }
    if (parameter.in === "path") {
      request.path = request.path.replace("{" + parameter.name + "}", encodeURIComponent(value));
    } else if (parameter.in === "query") {
      request.query[parameter.name] = isList ? value.split(/\s*,\s*/) : value;
    } else {
      request.headers[parameter.name] = value;
    }
  }
  return request;
}

function answerView(answer) {
  return [
    message("good", h("strong", {}, "HTTP " + answer.status)),
    headersOf(answer.headers),
    answer.text !== "" && codeBlock(answer.body === null ? answer.text : JSON.stringify(answer.body, null, 2), "json"),
  ];
}

function problemView(problem) {
  return [
    message(
      "bad",
      h("strong", {}, problem.status === 0 ? problem.message : "HTTP " + problem.status + " " + problem.title),
      problem.status > 0 && h("ul", {}, problem.lines.map((line) => h("li", {}, line))),
      problem.type?.startsWith("/problems/") && h("p", {}, h("a", { href: problem.type + "?lang=" + language() }, problem.code)),
    ),
    problem.status > 0 && codeBlock(JSON.stringify(problem.body, null, 2), "json"),
  ];
}

function headersOf(headers) {
  const shown = ["ETag", "Location", "RateLimit", "RateLimit-Policy", "Content-Type"].filter((name) => headers.has(name));
  return h("p", {}, shown.map((name) => [h("code", {}, name + ": " + headers.get(name)), " "]));
}

/** The command with $TOKEN in place of the token. */
function commandOf(operation, request) {
  const query = new URLSearchParams();
  Object.entries(request.query).forEach(([name, value]) => [value].flat().forEach((single) => query.append(name, single)));
  const address = location.origin + request.path + (query.size > 0 ? "?" + query : "");
  const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
  return [
    "curl -s -X " + operation.method + " " + quoted(address),
    '-H "Authorization: Bearer $TOKEN"',
    ...Object.entries(request.headers).map(([name, value]) => "-H " + quoted(name + ": " + value)),
    ...(request.body ? ["--data-binary " + quoted(request.body)] : []),
  ].join(" \\\n  ");
}

// The fields of a JSON schema as a list. Objects within objects open on demand.

import { h } from "/shared/dom.js";
import { labelled } from "/shared/language.js";
import { inline } from "./markdown.js";
import { t } from "./texts.js";

const MAX_DEPTH = 8;

/** Follows references and the pattern `allOf: [one], description`, with which the contracts describe a reference. */
export function resolved(schema, document) {
  let result = schema ?? {};
  for (let i = 0; i < MAX_DEPTH && (result.$ref || result.allOf); i++) {
    const { $ref, allOf, ...own } = result;
    const parts = [...($ref ? [$ref] : []), ...(allOf ?? [])].map((part) => (typeof part === "string" ? at(document, part) : part));
    const merged = parts.map((part) => (part.$ref ? at(document, part.$ref) : part));
    result = Object.assign({}, ...merged, own);
    if (merged.length > 1) {
      result.properties = Object.assign({}, ...merged.map((part) => part.properties));
      result.required = merged.flatMap((part) => part.required ?? []);
    }
  }
  return result;
}

/** The value at a JSON pointer such as "#/components/schemas/Enrollment". */
export function at(document, reference) {
  return reference
    .slice(2)
    .split("/")
    .reduce((value, key) => value?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], document);
}

/** A list of the fields of an object, or the type of another schema. */
export function schemaFields(schema, document, depth = 0) {
  const object = resolved(schema, document);
  const fields = fieldsOf(object, document);
  if (!fields) {
    return h("p", {}, typeOf(object, document), " ", inline(object.description ?? ""));
  }
  const required = new Set(fields.required ?? []);
  return h(
    "ul",
    { class: "fields" },
    Object.entries(fields.properties ?? {}).map(([name, property]) => {
      const field = resolved(property, document);
      const nested = fieldsOf(field, document);
      return h(
        "li",
        {},
        h("code", {}, name),
        " ",
        h("span", { class: "quiet" }, typeOf(field, document)),
        required.has(name) && [" ", h("span", { class: "tag" }, t("required"))],
        field.deprecated && [" ", h("span", { class: "tag" }, t("deprecated"))],
        field.description && h("div", {}, inline(field.description)),
        nested && depth < MAX_DEPTH && later(name, () => schemaFields(nested, document, depth + 1)),
      );
    }),
  );
}

/** The object of the schema or of its items, or null. */
function fieldsOf(schema, document) {
  const item = schema.items ? resolved(schema.items, document) : schema;
  return item.properties ? item : null;
}

/** Fills the content when it is opened: schemas can contain themselves. */
function later(name, content) {
  const details = h("details", {}, h("summary", {}, labelled(t("schema"), name)));
  details.addEventListener("toggle", () => details.children.length === 1 && details.append(content()));
  return details;
}

/** "string (uuid), at most 64 characters", "list of integer", "A, B or C". */
export function typeOf(schema, document) {
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type;
  if (schema.enum) {
    return schema.enum.map(String).join(" | ");
  }
  if (schema.const !== undefined) {
    return String(schema.const);
  }
  if (schema.items) {
    return "[ " + typeOf(resolved(schema.items, document), document) + " ]" + range(schema.minItems, schema.maxItems, "");
  }
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives && !type) {
    return alternatives.map((part) => typeOf(resolved(part, document), document)).join(" | ");
  }
  return (
    (type ?? "object") +
    (schema.format ? " (" + schema.format + ")" : "") +
    range(schema.minimum, schema.maximum, "") +
    range(schema.minLength, schema.maxLength, "")
  );
}

function range(least, most, unit) {
  if (least === undefined && most === undefined) {
    return "";
  }
  return " " + (least ?? "") + "…" + (most ?? "") + unit;
}

/** The example of a request in JSON is in its schema. */
export function exampleOf(media) {
  return media.example ?? media.schema?.examples?.[0];
}

/** Examples of CSV and NDJSON are texts. */
export function exampleText(example) {
  return typeof example === "string" ? example : JSON.stringify(example, null, 2);
}

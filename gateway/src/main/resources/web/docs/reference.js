// The reference of the three contracts, rendered from their OpenAPI 3.1 documents.

import { h } from "/shared/dom.js";
import { labelled, language } from "/shared/language.js";
import { codeBlock, loadJson, table } from "./elements.js";
import { inline, markdown } from "./markdown.js";
import { at, exampleOf, exampleText, schemaFields, typeOf, resolved } from "./schema.js";
import { summaryOf } from "./summaries.js";
import { tagName } from "./tags.js";
import { t } from "./texts.js";
import { tryIt } from "./try-it.js";

const SERVICES = ["partner", "catalog", "enrollment"];
const METHODS = ["get", "post", "put", "patch", "delete"];

/** The page of a contract, or of one of its operations. */
export async function referencePage(service = "enrollment", operationId = null) {
  if (!SERVICES.includes(service)) {
    return [h("h1", {}, t("notFoundTitle")), h("p", {}, t("notFound"))];
  }
  const contract = await loadJson("/docs/contracts/" + service + ".json");
  const operations = operationsOf(contract);
  const chosen = operationId && operations.find((operation) => operation.operationId === operationId);
  let content;
  if (chosen) {
    content = operationView(contract, chosen);
  } else if (operationId) {
    content = [h("h1", {}, t("notFoundTitle")), h("p", {}, t("notFound"))];
  } else {
    content = overview(service, contract, operations);
  }
  return h("div", { class: "with-side" }, side(service, operations, chosen), h("div", { class: "operation" }, content));
}

function operationsOf(contract) {
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      method: method.toUpperCase(),
      path,
      ...item[method],
      parameters: (item[method].parameters ?? []).map((parameter) => shared(parameter, contract)),
    })),
  );
}

/** Parts that several operations have are in the components. */
function shared(part, contract) {
  return part.$ref ? at(contract, part.$ref) : part;
}

function side(service, operations, chosen) {
  const tags = [...new Set(operations.map((operation) => operation.tags[0]))].sort((a, b) => tagName(a).localeCompare(tagName(b), language()));
  return h(
    "nav",
    { class: "side", "aria-label": t("reference") },
    h(
      "ul",
      { "aria-label": t("contracts") },
      SERVICES.map((name) => h("li", {}, h("a", { href: "/docs/reference/" + name, "aria-current": name === service && "page" }, t(name)))),
    ),
    tags.map((tag) =>
      h(
        "details",
        { open: !chosen ? false : chosen.tags[0] === tag },
        h("summary", {}, tagName(tag)),
        h(
          "ul",
          {},
          operations
            .filter((operation) => operation.tags[0] === tag)
            .map((operation) =>
              h(
                "li",
                {},
                h(
                  "a",
                  { href: "/docs/reference/" + service + "/" + operation.operationId, "aria-current": operation === chosen && "page" },
                  operation.operationId,
                ),
              ),
            ),
        ),
      ),
    ),
  );
}

function overview(service, contract, operations) {
  const files = [service + "-3.1.yaml", service + ".yaml", service + ".json"];
  return [
    h("h1", {}, labelled(t("contract"), t(service))),
    h("p", {}, t("chooseOperation")),
    h("div", { lang: "en" }, markdown(contract.info.description ?? "", 3)),
    h(
      "p",
      {},
      labelled(t("download"), ""),
      files.map((file) => [h("a", { href: "/docs/contracts/" + file }, file), " "]),
      h("a", { href: "/docs/arazzo.yaml" }, "arazzo.yaml"),
    ),
    table(
      ["HTTP", "operationId", t("meaning")],
      operations.map((operation) => [
        h("code", {}, operation.method + " " + operation.path),
        h("a", { href: "/docs/reference/" + service + "/" + operation.operationId }, operation.operationId),
        summaryOf(operation),
      ]),
    ),
  ];
}

function operationView(contract, operation) {
  const body = operation.requestBody;
  const content = Object.entries(body?.content ?? {});
  return [
    h("h1", {}, operation.operationId),
    h("p", {}, h("code", {}, operation.method + " " + operation.path), operation.deprecated && h("span", { class: "tag" }, t("deprecated"))),
    h("p", {}, h("strong", {}, summaryOf(operation))),
    h("div", { lang: "en" }, markdown(operation.description ?? "", 3)),
    h(
      "dl",
      {},
      h("dt", {}, t("roles")),
      h("dd", {}, operation["x-public"] ? t("none") : (operation["x-required-roles"] ?? []).map((role) => [h("code", {}, role), " "])),
      h("dt", {}, t("scope")),
      h("dd", {}, operation["x-required-scope"] ? h("code", {}, operation["x-required-scope"]) : t("none")),
    ),
    tryIt(contract, operation),
    operation.parameters.length > 0 && [h("h2", {}, t("parameters")), parameterTable(contract, operation.parameters)],
    content.length > 0 && [
      h("h2", {}, t("body")),
      content.map(([type, media]) => [h("h3", {}, type), mediaView(contract, media)]),
    ],
    h("h2", {}, t("answers")),
    Object.entries(operation.responses)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([status, answer]) => answerView(contract, status, answer)),
  ];
}

function parameterTable(contract, parameters) {
  return table(
    [t("name"), t("place"), t("meaning")],
    parameters.map((parameter) => [
      [h("code", {}, parameter.name), parameter.required && [" ", h("span", { class: "tag" }, t("required"))]],
      parameter.in,
      h(
        "div",
        { lang: "en" },
        h("span", { class: "quiet" }, typeOf(resolved(parameter.schema, contract), contract)),
        h("div", {}, inline(parameter.description ?? "")),
      ),
    ]),
  );
}

function mediaView(contract, media) {
  return [
    h("details", { lang: "en" }, h("summary", {}, t("schema")), schemaFields(media.schema ?? {}, contract)),
    exampleOf(media) !== undefined && [h("h4", {}, t("example")), codeBlock(exampleText(exampleOf(media)), "json")],
  ];
}

function answerView(contract, status, answer) {
  const described = shared(answer, contract);
  const codes = described["x-problem-codes"] ?? [];
  const fieldCodes = described["x-violation-codes"] ?? [];
  const media = Object.entries(described.content ?? {}).filter(([type]) => type !== "application/problem+json");
  return h(
    "details",
    { open: status.startsWith("2") },
    h("summary", {}, t("answer") + " " + status),
    h("div", { lang: "en" }, markdown(described.description ?? "", 4)),
    codes.length > 0 && h("p", {}, labelled(t("codes"), ""), codeLinks(codes)),
    fieldCodes.length > 0 && h("p", {}, labelled(t("fieldCodes"), ""), codeLinks(fieldCodes)),
    described.headers && h("p", {}, labelled(t("headers"), ""), Object.keys(described.headers).map((name) => [h("code", {}, name), " "])),
    media.map(([type, content]) => [h("h3", {}, type), mediaView(contract, content)]),
  );
}

function codeLinks(codes) {
  return codes.map((code) => [h("a", { href: "/problems/" + code + "?lang=" + language() }, code), " "]);
}

/** What a receiver of webhooks gets. */
export function webhookEvents(contract) {
  return Object.entries(contract.webhooks ?? {}).map(([type, { post }]) => {
    const body = post.requestBody.content["application/json"];
    return h(
      "article",
      { lang: "en" },
      h("h3", {}, h("code", {}, type)),
      h("p", {}, inline(post.summary ?? "") , ". ", inline(post.description ?? "")),
      h("details", {}, h("summary", {}, labelled(t("signature"), type)), parameterTable(contract, post.parameters ?? [])),
      h("details", {}, h("summary", {}, labelled(t("schema"), type)), schemaFields(body.schema, contract)),
      body.example !== undefined && codeBlock(exampleText(body.example), "json"),
    );
  });
}

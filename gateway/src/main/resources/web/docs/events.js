// The events of Kafka, from the AsyncAPI documents of the services and the schemas that they name.

import { h } from "/shared/dom.js";
import { labelled } from "/shared/language.js";
import { schemaFields } from "./schema.js";
import { inline, markdown } from "./markdown.js";
import { titleOf } from "./summaries.js";
import { t } from "./texts.js";

export function eventList(services) {
  return Object.entries(services).map(([service, { document, schemas }]) => {
    const resolve = (reference) => reference.slice(2).split("/").reduce((value, key) => value[key], document);
    const sent = Object.values(document.operations)
      .filter((operation) => operation.action === "send")
      .map((operation) => resolve(operation.channel.$ref));
    return h(
      "section",
      { lang: "en" },
      h("h2", { id: service }, document.info.title),
      markdown(document.info.description ?? "", 3),
      h("p", {}, h("a", { href: "/docs/contracts/" + service + "/asyncapi.yaml" }, t("download") + " asyncapi.yaml")),
      sent.flatMap((channel) =>
        Object.values(channel.messages).map((reference) => {
          const message = resolve(reference.$ref);
          const schema = schemas[message.payload.$ref];
          return h(
            "article",
            {},
            h("h3", {}, titleOf(message)),
            h("p", {}, t("topic") + " ", h("code", {}, channel.address), " · " + t("message") + " ", h("code", {}, message.name)),
            channel.description && h("p", {}, inline(channel.description)),
            schema && [
              h("p", {}, inline(schema.description ?? "")),
              h("details", {}, h("summary", {}, labelled(t("schema"), message.title)), schemaFields(schema, schema)),
              h("p", {}, h("a", { href: "/docs/contracts/" + service + "/" + message.payload.$ref.slice(2) }, t("download") + " " + message.payload.$ref.split("/").at(-1))),
            ],
          );
        }),
      ),
    );
  });
}

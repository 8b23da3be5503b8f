// The guides: an HTML file for each language, with parts that are made from the documents of this installation.

import { h, show } from "/shared/dom.js";
import { formatNumber, formatTime, language, plural } from "/shared/language.js";
import { codeBlock, filled, loadJson, loadText, message, table } from "./elements.js";
import { eventList } from "./events.js";
import { markdown } from "./markdown.js";
import { webhookEvents } from "./reference.js";
import { ownKey } from "./own-key.js";
import { quickStart } from "./quick-start.js";
import { t } from "./texts.js";

const WEEKS = ["tutor", "administrator", "apprentices", "developer", "enrollments", "partnerships", "catalogue"].map((who) => "first-week-" + who);

export const GUIDES = ["start", "keys", "sandbox", "files", "webhooks", "events", "standards", "limits", "changelog", "status", "first-week", ...WEEKS];

const PARTS = {
  "quick-start": quickStart,
  "own-key": ownKey,
  events: async () => eventList(await loadJson("/docs/data/events.json")),
  webhooks: async () => webhookEvents(await loadJson("/docs/contracts/partner.json")),
  limits: async () => limits(await loadJson("/docs/data/limits.json")),
  changelog: async () => changes(await loadText("/docs/data/changelog.md")),
  status: health,
};

/** The elements of a guide in the current language. */
export async function guide(name) {
  const content = await guideContent(name);
  content.querySelectorAll("pre").forEach((block) => block.replaceWith(codeBlock(filled(block.textContent.trim()))));
  content.querySelectorAll("code").forEach((code) => {
    code.textContent = filled(code.textContent);
  });
  for (const place of content.querySelectorAll("[data-part]")) {
    show(place, await part(place.dataset.part));
  }
  return [...content.childNodes];
}

/** The file of a guide, as a body element. It contains no script. */
export async function guideContent(name) {
  const text = await loadText("/docs/guides/" + language() + "/" + name + ".html");
  return document.importNode(new DOMParser().parseFromString(text, "text/html").body, true);
}

async function part(name) {
  try {
    return await PARTS[name]();
  } catch (error) {
    return message("bad", t("loadFailed", { reason: error.message }));
  }
}

function limits(values) {
  const problem = (code) => h("a", { href: "/problems/" + code + "?lang=" + language() }, h("code", {}, code));
  const french = language() === "fr";
  const seconds = (number) => formatNumber(number, { style: "unit", unit: "second", unitDisplay: "long" });
  const size = (bytes) => (bytes < 1024 * 1024 ? formatNumber(bytes / 1024) + (french ? "\u00a0Kio" : " KiB") : formatNumber(bytes / 1024 / 1024) + (french ? "\u00a0Mio" : " MiB"));
  const rate = (number, burst) =>
    french
      ? `${formatNumber(number)} ${plural(number, "requête", "requêtes")} par seconde, ${formatNumber(burst)} à la fois après une pause`
      : `${formatNumber(number)} ${plural(number, "request", "requests")} in a second, ${formatNumber(burst)} at once after a pause`;
  const rows = [
    [french ? "Requêtes d’un client, ou d’une personne du portail" : "Requests of a client, or of a person of the portal", rate(values.requestsPerSecond, values.burst), problem("rate-limited")],
    [french ? "Requêtes sans jeton vérifié, par adresse" : "Requests without a verified token, for each address", rate(values.addressRequestsPerSecond, values.addressBurst), problem("address-rate-limited")],
    [french ? "Jetons invalides d’une adresse" : "Invalid tokens of an address", french
        ? `${formatNumber(values.lockoutFailures)} en ${seconds(values.lockoutWithinSeconds)} ${plural(values.lockoutFailures, "bloque", "bloquent")} l’adresse pendant ${seconds(values.lockoutSeconds)}`
        : `${formatNumber(values.lockoutFailures)} within ${seconds(values.lockoutWithinSeconds)} ${plural(values.lockoutFailures, "locks", "lock")} the address out for ${seconds(values.lockoutSeconds)}`, problem("locked-out")],
    [french ? "Requêtes en cours d’un client" : "Requests in progress of a client", formatNumber(values.requestsInProgress), problem("too-many-requests-at-once")],
    [french ? "Imports en cours d’un client" : "Imports in progress of a client", formatNumber(values.importsInProgress), problem("too-many-imports-at-once")],
    [french ? "Exports en cours d’un client, ou d’une adresse sans jeton" : "Exports in progress of a client, or of an address without a token", formatNumber(values.exportsInProgress), problem("too-many-requests-at-once")],
    [french ? "Corps d’une requête" : "Body of a request", size(values.bodyBytes), problem("body-too-large")],
    [french ? "Corps d’un import" : "Body of an import", size(values.importBytes), problem("body-too-large")],
    [french ? "Temps d’une réponse" : "Time for an answer", seconds(values.answerSeconds), problem("upstream-timeout")],
    [french ? "Temps d’une réponse à un import" : "Time for the answer to an import", seconds(values.importAnswerSeconds), problem("upstream-timeout")],
  ];
  return table([t("limit"), t("value"), t("answerCode")], rows);
}

/** The changelog is in English. Its title is the title of the guide. */
function changes(text) {
  return h("div", { lang: "en" }, markdown(text.replace(/^# .*$/m, ""), 1));
}

async function health() {
  const place = h("div", {});
  async function check() {
    try {
      const response = await fetch("/health", { cache: "no-store" });
      const report = await response.json(); // 503 has a report, too
      const up = report.status === "UP";
      show(
        place,
        message(up ? "good" : "bad", t(up ? "allUp" : "someDown")),
        table(
          [t("part"), t("state")],
          Object.entries(report.parts).map(([name, state]) => [name, h("span", { class: state === "UP" ? "good" : "bad" }, t(state === "UP" ? "up" : "down"))]),
        ),
        h("p", { class: "quiet" }, t("checkedAt", { time: formatTime(new Date().toISOString()) })),
        h("button", { type: "button", onclick: check }, t("again")),
      );
    } catch {
      show(place, message("bad", t("network")), h("button", { type: "button", onclick: check }, t("again")));
    }
  }
  await check();
  return place;
}

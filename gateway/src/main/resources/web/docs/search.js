// The search over guides, operations and problem codes, in the browser.

import { h } from "/shared/dom.js";
import { language } from "/shared/language.js";
import { loadJson, message } from "./elements.js";
import { guideContent, GUIDES } from "./guides.js";
import { FRENCH, summaryOf } from "./summaries.js";
import { TAGS } from "./tags.js";
import { t } from "./texts.js";

const MOST = 40;

export async function searchPage(text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const [index, guides] = await Promise.all([loadJson("/docs/data/search.json"), Promise.all(GUIDES.map(readGuide))]);
  const contains = (...texts) => {
    const all = plain(texts.join(" "));
    return words.length > 0 && words.every((word) => all.includes(word));
  };
  const groups = [
    [t("guides"), guides.filter((guide) => contains(guide.title, guide.text)).map((guide) => link(guide.address, guide.title))],
    [
      t("operations"),
      index.operations
        .filter((operation) => contains(split(operation.id), operation.id, operation.method, operation.path, operation.summary, FRENCH[operation.id] ?? "", operation.tag, TAGS[operation.tag]))
        .map((operation) =>
          link(
            "/docs/reference/" + operation.service + "/" + operation.id,
            h("code", {}, operation.method + " " + operation.path),
            " ",
            summaryOf(operation),
          ),
        ),
    ],
    [
      t("problems"),
      index.problems
        .filter((problem) => contains(problem.code, split(problem.code), problem.en, problem.fr))
        .map((problem) => link("/problems/" + problem.code + "?lang=" + language(), h("code", {}, problem.code), " " + problem[language()])),
    ],
  ].filter(([, found]) => found.length > 0);
  return [
    h("h1", {}, t("searchFor", { words: text })),
    groups.length === 0 && message("warn", t("nothingFound")),
    groups.map(([title, found]) => [h("h2", {}, title + " (" + found.length + ")"), h("ul", {}, found.slice(0, MOST))]),
  ];
}

async function readGuide(name) {
  const content = await guideContent(name);
  return {
    address: "/docs/" + (name === "start" ? "" : name),
    title: content.querySelector("h1").textContent,
    text: content.textContent,
  };
}

function link(address, ...content) {
  return h("li", {}, h("a", { href: address }, content));
}

/** "createEnrollment" and "no-seat-left" as words. */
function split(name) {
  return name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("-", " ");
}

/** Without case and accents. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

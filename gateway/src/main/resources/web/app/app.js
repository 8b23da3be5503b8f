// The workspace: signs the person in, shows the menu of its roles, and the page of the address.

import { append, h, link, replace } from "./dom.js";
import { printTables } from "./chart.js";
import { problemText, resultRegion, showResult } from "./form.js";
import { number } from "./format.js";
import { PAGES, GROUPS } from "./pages.js";
import { forgetAll, readOwnPartner } from "./requests.js";
import { t } from "./texts.js";
import { forgetWork, work } from "./work.js";
import { chooseLanguage, language, startLanguage } from "../shared/language.js";
import { footer } from "../shared/footer.js";
import { hasRole } from "../shared/rights.js";
import { isSignedIn, person, signIn, signOut, startSignIn } from "../shared/sign-in.js";

const OTHER = { fr: "en", en: "fr" };
const OTHER_NAME = { fr: "English", en: "Français" };

startLanguage("fr");
const trouble = await startSignIn("/app/");
await readOwnPartner();
printTables();
addEventListener("hashchange", () => show(true));
document.addEventListener("languagechosen", () => {
  show(false);
  document.querySelector("header button[lang]").focus();
});
document.addEventListener("signedout", () => show(true));
let counting;
document.addEventListener("written", () => {
  forgetWork();
  clearTimeout(counting); // a decision for many rows writes many times
  counting = setTimeout(showCounts, 300);
});
const WIDE = matchMedia("(min-width: 52.01rem)"); // as in style.css
WIDE.addEventListener("change", () => document.querySelectorAll("nav.side details").forEach((one) => (one.open ||= WIDE.matches)));
await show(false);

/** The address #/path/id?filter. */
function readAddress() {
  const [place, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [path = "", id = ""] = place.split("/").map(decodeURIComponent);
  return { path, id, filter: Object.fromEntries(new URLSearchParams(query)) };
}

function titleOf(page) {
  return t(page.title?.() ?? `${page.path}.title`);
}

function allowed() {
  return PAGES.filter((page) => hasRole(...page.roles) && (page.may?.() ?? true));
}

/** Draws frame and page. After a change of address the heading has the focus, so a screen reader reads it. */
async function show(moved) {
  forgetAll();
  const main = h("main", { id: "main", tabindex: -1 });
  replace(document.body, h("a", { class: "skip", href: "#main", onclick: skip }, t("skip")), header(), h("div", { class: "page with-side" }, menu(), main), footer());
  showCounts();
  if (!isSignedIn()) {
    document.title = t("title");
    replace(main, h("h1", { tabindex: -1 }, t("title")), h("p", {}, t("signInText")), trouble ? h("p", { class: "message bad" }, trouble) : null,
      h("button", { type: "button", id: "sign-in", class: "primary", onclick: () => signIn() }, t("signIn")));
    return;
  }
  const { path, id, filter } = readAddress();
  const page = allowed().find((one) => one.path === path);
  if (page) {
    await showPage(main, page, id, filter, moved);
    return;
  }
  const waiting = showHome(main, path !== "");
  if (moved) {
    main.querySelector("h1").focus();
  }
  await waiting;
}

async function showPage(main, page, id, filter, moved) {
  const heading = h("h1", { tabindex: -1 }, titleOf(page));
  const region = resultRegion();
  const content = h("div", {});
  const intro = page.menu ? h("p", { class: "intro" }, t(`${page.path}.intro`)) : null;
  replace(main, heading, intro, region, content);
  document.title = `${titleOf(page)} · ${t("title")}`;
  if (moved) {
    heading.focus();
  }
  const address = {
    id,
    filter,
    region,
    heading: (text) => {
      replace(heading, text);
      document.title = `${text} · ${t("title")}`;
    },
    open: (hash) => (location.hash === hash ? show(true) : (location.hash = hash)),
    go: (next) => address.open(hashOf(next)),
    keep: (next) => history.pushState(null, "", hashOf(next)),
    again: async () => {
      replace(region);
      replace(content);
      await run();
    },
    done: async (message) => {
      await address.again();
      showResult(region, message);
    },
  };

  function hashOf(next) {
    const query = new URLSearchParams(next).toString();
    return `#/${page.path}${id ? `/${id}` : ""}${query ? `?${query}` : ""}`;
  }

  async function run() {
    content.setAttribute("aria-busy", "true");
    try {
      await page.show(content, address, region);
    } catch (problem) {
      append(content, problemText(problem));
    } finally {
      content.removeAttribute("aria-busy");
    }
  }

  await run();
}

function skip(event) {
  event.preventDefault(); // the address of the page is the hash
  document.getElementById("main").focus();
}

function header() {
  const other = OTHER[language()];
  const tools = [
    isSignedIn() ? h("span", {}, person().name ?? person().preferred_username ?? "") : null,
    h("button", { type: "button", lang: other, onclick: () => chooseLanguage(other) }, OTHER_NAME[language()]),
    isSignedIn() ? h("button", { type: "button", id: "sign-out", onclick: signOut }, t("signOut")) : null,
  ];
  return h("header", { class: "bar" }, h("a", { class: "brand", href: "#/" }, t("title")), h("p", { class: "row" }, tools));
}

function groupsOf(pages) {
  const filled = GROUPS.map((group) => ({ ...group, pages: pages.filter((page) => page.menu && group.paths.includes(page.path)) }));
  return filled.filter((group) => group.pages.length > 0);
}

function menu() {
  if (!isSignedIn()) {
    return null;
  }
  const { path } = readAddress();
  const items = groupsOf(allowed()).flatMap((group) => group.pages);
  const item = (page) => [
    h("a", { href: `#/${page.path}`, "aria-current": page.path === path ? "page" : null }, titleOf(page)),
    h("span", { class: "count", "data-count": page.path }),
  ];
  const list = h("ul", {}, items.map((page) => h("li", {}, item(page))));
  return h("nav", { class: "side", "aria-label": t("menu") }, h("details", { open: WIDE.matches }, h("summary", {}, t("menu")), list));
}

/** The count of a page in the menu is the sum of its jobs. */
async function showCounts() {
  const jobs = await work();
  document.querySelectorAll("[data-count]").forEach((place) => {
    const own = jobs.filter((job) => job.page === place.dataset.count);
    const sum = own.reduce((total, job) => total + job.count, 0);
    const text = `${number(sum)}${own.some((job) => job.isMore) ? "+" : ""}`;
    replace(place, sum > 0 ? [h("span", { "aria-hidden": "true" }, text), h("span", { class: "hidden-text" }, t("work.waiting", text))] : null);
  });
}

/** One line for each job with its count, the longest waiting first. */
async function showWork(place) {
  place.setAttribute("aria-busy", "true");
  const jobs = await work();
  const waiting = jobs.filter((job) => job.count > 0).sort((a, b) => (b.days ?? -1) - (a.days ?? -1));
  const line = (job) => [
    link(job.address, t(job.isMore ? `work.${job.name}.more` : `work.${job.name}`, job.count)),
    job.days === undefined ? null : h("span", { class: "quiet" }, " – ", t(`work.${job.name}.since`, job.days)),
  ];
  replace(
    place,
    waiting.length > 0 ? h("ul", { class: "work" }, waiting.map((job) => h("li", {}, line(job)))) : h("p", {}, t("work.nothing")),
    jobs.filter((job) => job.problem && job.problem.status !== 403).map((job) => problemText(job.problem)), // 403: a scope is missing
  );
  place.removeAttribute("aria-busy");
}

function task(page) {
  return h("li", {}, link(`#/${page.path}`, titleOf(page)), " – ", t(`${page.path}.intro`));
}

function showHome(main, isUnknown) {
  document.title = t("title");
  const waiting = h("div", {});
  replace(
    main,
    h("h1", { tabindex: -1 }, t("home.heading", person().name ?? "")),
    isUnknown ? h("p", { class: "message warn" }, t("home.unknown")) : null,
    allowed().length === 0 ? h("p", {}, t("home.nothing")) : [h("h2", {}, t("work.title")), waiting],
    groupsOf(allowed()).map((group) => h("section", { class: "card" }, h("h2", {}, t(`group.${group.name}`)), h("ul", { class: "tasks" }, group.pages.map(task)))),
    h("p", {}, link(`/docs/first-week?lang=${language()}`, t("home.firstWeek"))),
  );
  return allowed().length > 0 ? showWork(waiting) : undefined;
}

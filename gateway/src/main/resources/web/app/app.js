// The workspace: signs the person in, shows the menu of its roles, and the page of the address.

import { append, h, link, replace } from "./dom.js";
import { printTables } from "./chart.js";
import { problemText } from "./form.js";
import { PAGES, GROUPS } from "./pages.js";
import { forgetAll } from "./requests.js";
import { t } from "./texts.js";
import { chooseLanguage, language, startLanguage } from "../shared/language.js";
import { footer } from "../shared/footer.js";
import { isSignedIn, person, rolesOfPerson, signIn, signOut, startSignIn } from "../shared/sign-in.js";

const OTHER = { fr: "en", en: "fr" };
const OTHER_NAME = { fr: "English", en: "Français" };

startLanguage("fr");
const trouble = await startSignIn("/app/");
printTables();
addEventListener("hashchange", () => show(true));
document.addEventListener("languagechosen", () => {
  show(false);
  document.querySelector("header button[lang]").focus();
});
document.addEventListener("signedout", () => show(true));
await show(false);

/** The address #/path/id?filter. */
function readAddress() {
  const [place, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [path = "", id = ""] = place.split("/").map(decodeURIComponent);
  return { path, id, filter: Object.fromEntries(new URLSearchParams(query)) };
}

function allowed() {
  const roles = rolesOfPerson();
  return PAGES.filter((page) => page.roles.some((role) => roles.includes(role)));
}

/** Draws frame and page. After a change of address the heading has the focus, so a screen reader reads it. */
async function show(moved) {
  forgetAll();
  const main = h("main", { id: "main", tabindex: -1 });
  replace(document.body, h("a", { class: "skip", href: "#main", onclick: skip }, t("skip")), header(), h("div", { class: "page with-side" }, menu(), main), footer());
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
  showHome(main, path !== "");
  if (moved) {
    main.querySelector("h1").focus();
  }
}

async function showPage(main, page, id, filter, moved) {
  const heading = h("h1", { tabindex: -1 }, t(`${page.path}.title`));
  const content = h("div", {});
  const intro = page.menu ? h("p", { class: "intro" }, t(`${page.path}.intro`)) : null;
  replace(main, heading, intro, content);
  document.title = `${t(`${page.path}.title`)} · ${t("title")}`;
  if (moved) {
    heading.focus();
  }
  const address = {
    id,
    filter,
    heading: (text) => {
      replace(heading, text);
      document.title = `${text} · ${t("title")}`;
    },
    open: (hash) => (location.hash === hash ? show(true) : (location.hash = hash)),
    go: (next) => {
      const query = new URLSearchParams(next).toString();
      address.open(`#/${page.path}${id ? `/${id}` : ""}${query ? `?${query}` : ""}`);
    },
    again: async () => {
      replace(content);
      await run();
    },
  };

  async function run() {
    content.setAttribute("aria-busy", "true");
    try {
      await page.show(content, address);
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
  return h(
    "header",
    { class: "bar" },
    h("a", { class: "brand", href: "#/" }, t("title")),
    h(
      "p",
      { class: "row" },
      isSignedIn() ? h("span", {}, person().name ?? person().preferred_username ?? "") : null,
      h("button", { type: "button", lang: other, onclick: () => chooseLanguage(other) }, OTHER_NAME[language()]),
      isSignedIn() ? h("button", { type: "button", id: "sign-out", onclick: signOut }, t("signOut")) : null,
    ),
  );
}

function groupsOf(pages) {
  return GROUPS.map((group) => ({ ...group, pages: pages.filter((page) => page.menu && group.paths.includes(page.path)) })).filter(
    (group) => group.pages.length > 0,
  );
}

function menu() {
  if (!isSignedIn()) {
    return null;
  }
  const { path } = readAddress();
  const items = groupsOf(allowed()).flatMap((group) => group.pages);
  return h(
    "nav",
    { class: "side", "aria-label": t("menu") },
    h(
      "ul",
      {},
      items.map((page) =>
        h("li", {}, h("a", { href: `#/${page.path}`, "aria-current": page.path === path ? "page" : null }, t(`${page.path}.title`))),
      ),
    ),
  );
}

function showHome(main, isUnknown) {
  document.title = t("title");
  replace(
    main,
    h("h1", { tabindex: -1 }, t("home.heading", person().name ?? "")),
    isUnknown ? h("p", { class: "message warn" }, t("home.unknown")) : null,
    allowed().length === 0 ? h("p", {}, t("home.nothing")) : null,
    groupsOf(allowed()).map((group) =>
      h(
        "section",
        { class: "card" },
        h("h2", {}, t(`group.${group.name}`)),
        h("ul", { class: "tasks" }, group.pages.map((page) => h("li", {}, link(`#/${page.path}`, t(`${page.path}.title`)), " – ", t(`${page.path}.intro`)))),
      ),
    ),
  );
}

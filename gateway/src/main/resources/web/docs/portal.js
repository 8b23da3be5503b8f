// The developer portal: navigation, sign-in, language and the pages.

import { h, show } from "/shared/dom.js";
import { footer } from "/shared/footer.js";
import { chooseLanguage, language, startLanguage } from "/shared/language.js";
import { isSignedIn, person, signIn, signOut, startSignIn } from "/shared/sign-in.js";
import { message } from "./elements.js";
import { guide, GUIDES } from "./guides.js";
import { referencePage } from "./reference.js";
import { searchPage } from "./search.js";
import { t } from "./texts.js";

const HOME = "/docs/";
const LINKS = ["start", "keys", "sandbox", "files", "reference", "webhooks", "events", "standards", "limits", "problems", "changelog", "status", "first-week"];

const main = h("main", { id: "main", class: "page", tabindex: -1 });
const bar = h("header", { class: "bar" });
const navigation = h("nav", {});
const notice = h("div", {});
let legal = h("footer", {});
let shown = 0;

async function start() {
  const failure = await startSignIn(HOME);
  startLanguage();
  document.body.replaceChildren();
  document.body.append(bar, notice, main, legal);
  if (failure) {
    show(notice, message("bad", t("signInFailed", { reason: failure })));
  }
  document.addEventListener("languagechosen", renderAll);
  document.addEventListener("signedout", () => {
    show(notice, message("warn", t("signedOut")));
    renderBar();
  });
  document.addEventListener("click", follow);
  window.addEventListener("popstate", () => render(true));
  renderBar();
  await render(false);
}

function renderAll() {
  renderBar();
  return render(false);
}

function renderBar() {
  const other = language() === "fr" ? "en" : "fr";
  show(
    bar,
    h("a", { class: "skip", href: "#main" }, t("skip")),
    h("a", { class: "brand", href: HOME }, "Cned partenariats"),
    show(
      navigation,
      LINKS.map((name) => h("a", { href: address(name), "data-page": name }, t(name))),
    ),
    h(
      "form",
      { role: "search", class: "row", onsubmit: search },
      h("input", { type: "search", name: "q", "aria-label": t("searchLabel"), placeholder: t("search"), maxlength: 100 }),
      h("button", {}, t("search")),
    ),
    h(
      "div",
      { class: "row" },
      isSignedIn()
        ? [
            h("span", {}, t("signedInAs", { name: person().name ?? person().preferred_username })),
            h("button", { type: "button", id: "sign-out", onclick: signOut }, t("signOut")),
          ]
        : h("button", { type: "button", id: "sign-in", class: "primary", onclick: signIn }, t("signIn")),
      h("button", { type: "button", id: "language", lang: other, onclick: () => chooseLanguage(other) }, t("otherLanguage")),
    ),
  );
  navigation.setAttribute("aria-label", t("pages"));
  const links = footer();
  legal.replaceWith(links);
  legal = links;
  markCurrent();
}

function address(name) {
  return name === "problems" ? "/problems/?lang=" + language() : HOME + (name === "start" ? "" : name);
}

function markCurrent() {
  const current = pathParts()[0] ?? "start";
  navigation.querySelectorAll("a").forEach((link) => {
    if (link.dataset.page === current) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  });
}

function pathParts() {
  return location.pathname.slice(HOME.length).replace(/^index\.html$/, "").split("/").filter(Boolean);
}

function search(event) {
  event.preventDefault();
  const words = new FormData(event.target).get("q").trim();
  if (words) {
    go(HOME + "search?q=" + encodeURIComponent(words));
  }
}

/** Shows the page of a link without loading the document again, so that the sign-in stays. */
function follow(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) {
    return;
  }
  const target = new URL(link.href);
  const isPage = target.origin === location.origin && target.pathname.startsWith(HOME) && !target.pathname.includes(".");
  if (isPage && !(target.hash && target.pathname === location.pathname)) {
    event.preventDefault();
    go(target.pathname + target.search + target.hash);
  }
}

function go(target) {
  history.pushState(null, "", target);
  render(true);
}

/** @param moveFocus whether the person followed a link: a screen reader then begins at the new page */
async function render(moveFocus) {
  const number = ++shown;
  markCurrent();
  let content;
  try {
    content = await page(...pathParts());
  } catch (error) {
    content = [h("h1", {}, t("portal")), message("bad", t("loadFailed", { reason: error.message }))];
  }
  if (number !== shown) {
    return; // The person has gone on.
  }
  show(main, content);
  document.title = (main.querySelector("h1")?.textContent ?? t("portal")) + " · Cned partenariats";
  if (moveFocus) {
    main.focus({ preventScroll: true });
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target) {
      target.scrollIntoView();
    } else {
      window.scrollTo(0, 0);
    }
  }
  main.dataset.shown = location.pathname; // Tests wait for it.
}

function page(name = "start", ...rest) {
  if (name === "reference") {
    return referencePage(rest[0], rest[1], { go, HOME });
  }
  if (name === "search") {
    return searchPage(new URLSearchParams(location.search).get("q") ?? "");
  }
  if (GUIDES.includes(name) && rest.length === 0) {
    return guide(name);
  }
  return [h("h1", {}, t("notFoundTitle")), h("p", {}, t("notFound"))];
}

start();

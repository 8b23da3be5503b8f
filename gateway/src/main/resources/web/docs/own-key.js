// Makes a key with the scopes of the quick start, with the person's sign-in.

import { call } from "/shared/api.js";
import { h, show } from "/shared/dom.js";
import { may } from "/shared/rights.js";
import { isSignedIn } from "/shared/sign-in.js";
import { codeBlock, message } from "./elements.js";
import { t } from "./texts.js";

const SCOPES = ["catalog:read", "enrollments:read", "enrollments:write", "partner:read"];

export function ownKey() {
  if (!may("clients:manage", { whole: true })) {
    return message("warn", t("makeKeyNotAllowed"));
  }
  const result = h("div", { id: "own-key", "aria-live": "polite" });
  const button = h("button", { type: "button", class: "primary", id: "make-key", onclick: make }, t("makeKey"));

  async function make() {
    if (!isSignedIn()) {
      show(result, message("warn", t("makeKeyNobody")));
      return;
    }
    button.disabled = true;
    try {
      const { body } = await call("POST", "/v1/api-clients", { body: { name: t("nameOfKey"), scopes: SCOPES } });
      show(
        result,
        message("good", t("keyMade")),
        codeBlock(`export CLIENT_ID='${body.clientId}' CLIENT_SECRET='${body.secret}'`, "sh"),
        h("p", {}, h("a", { href: "/docs/" }, t("toQuickStart"))),
      );
    } catch (error) {
      show(result, message("bad", h("ul", {}, (error.lines ?? [error.message]).map((line) => h("li", {}, line)))));
    }
    button.disabled = false;
  }

  return h("div", {}, h("p", {}, t("scopesOfKey", { scopes: SCOPES.join(", ") })), h("p", {}, button), result);
}

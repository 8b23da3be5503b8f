// The keys and the webhooks of a partner's programs, for its administrators and for the partnership office.

import { all, may, me, nameOfPartner, post, remove } from "./data.js";
import { append, code, day, dialogButton, h, instant, managed, t } from "./ui.js";

const KEYS = "/v1/api-clients";
const WEBHOOKS = "/v1/webhooks";
const ROTATION_HOURS = 168;
const mayKeepKeys = () => may("clients:manage", { whole: true });
const mayKeepWebhooks = () => may("webhooks:manage", { whole: true });

export const keysPage = {
  path: "keys",
  roles: ["partner"],
  may: () => mayKeepKeys() || mayKeepWebhooks(),
  menu: true,
  show: async (main, address, region) => append(main, await programsOf((await me()).partner, region, address.done)),
};

/** A secret is shown once, in the message of the action. A repeated answer does not have it. */
export function programsOf(partner, region, done) {
  return Promise.all([mayKeepKeys() ? keysOf(partner, region, done) : null, mayKeepWebhooks() ? webhooksOf(partner, region, done) : null]);
}

async function keysOf(partner, region, done) {
  const keys = await all(KEYS, { partnerId: partner.id }, 100);
  const secret = (key) =>
    key.secret ? h("span", {}, t("keys.secret"), " ", h("code", {}, key.clientId), " / ", h("code", {}, key.secret)) : t("keys.secretLost");
  const create = {
    text: nameOfPartner(partner),
    fields: [
      { name: "name", label: t("keys.name"), required: true },
      { name: "scopes", kind: "choices", label: t("keys.scopes"), group: "keyScope" },
    ],
    run: async (values) => secret(await post(KEYS, { partnerId: partner.id, ...values })),
  };
  const action = (key, name, body, answer) => {
    const text = [nameOfPartner(partner), key.name, t(`keys.${name}.text`)].join(" – ");
    return dialogButton(t(`keys.${name}`), region, { text, run: async () => answer(await post(`${KEYS}/${key.id}/${name}`, body)) }, done);
  };
  const actions = (key) => [
    key.authentication === "SECRET" ? action(key, "secret-rotation", { overlapHours: ROTATION_HOURS }, secret) : null,
    action(key, "revocation", undefined, () => t("keys.revocation.done")),
  ];
  const row = (key) => [
    key.name,
    key.scopes.map((scope) => code("keyScope", scope)).join(", "),
    code("keyState", key.state),
    instant(key.createdAt),
    day(key.lastUsedOn),
    h("span", { class: "row" }, key.state === "REVOKED" ? null : actions(key)),
  ];
  const header = ["name", "scopes", "state", "created", "lastUsed"].map((name) => t(`keys.${name}`));
  return managed(t("keys.list"), header, keys.map(row), dialogButton(t("keys.create"), region, create, done), t("keys.empty"));
}

async function webhooksOf(partner, region, done) {
  const webhooks = await all(WEBHOOKS, { partnerId: partner.id }, 100);
  const create = {
    text: nameOfPartner(partner),
    fields: [
      { name: "url", label: t("webhooks.url"), required: true, hint: t("webhooks.urlHint") },
      { name: "eventTypes", kind: "choices", label: t("webhooks.events"), group: "webhookEvent" },
    ],
    run: async (values) => {
      const made = await post(WEBHOOKS, { partnerId: partner.id, ...values });
      return made.secret ? h("span", {}, t("webhooks.secret"), " ", h("code", {}, made.secret)) : t("webhooks.secretLost");
    },
  };
  const removal = (one) => ({
    text: [nameOfPartner(partner), one.url, t("webhooks.removal.text")].join(" – "),
    run: () => remove(`${WEBHOOKS}/${one.id}`).then(() => t("webhooks.removal.done")),
  });
  const row = (one) => [
    one.url,
    one.eventTypes.map((type) => code("webhookEvent", type)).join(", "),
    code("webhookState", one.state),
    instant(one.failingSince),
    dialogButton(t("webhooks.removal"), region, removal(one), done),
  ];
  const header = ["url", "events", "state", "failingSince"].map((name) => t(`webhooks.${name}`));
  return managed(t("webhooks.list"), header, webhooks.map(row), dialogButton(t("webhooks.create"), region, create, done), t("webhooks.empty"));
}

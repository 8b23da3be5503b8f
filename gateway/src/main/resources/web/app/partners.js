// The registry of partners, for the partnership office: create, correct, open and close a partner; its people to talk to.

import { all, get, isManager, isOffice, nameOfPartner, partnerChoice, partnerName, put, save } from "./data.js";
import { programsOf } from "./keys.js";
import { inAddress } from "./network.js";
import { stateButtons } from "./states.js";
import { append, code, coded, day, dialogButton, facts, filled, h, headings, link, linked, listPage, t, titled, withWarnings } from "./ui.js";

const ROLES = ["partnership-officer", "enrollment-officer", "ops", "catalog-manager"];
const STATES = { activation: ["PROSPECT", "SUSPENDED", "CLOSED"], suspension: ["ACTIVE"], closure: ["PROSPECT", "ACTIVE", "SUSPENDED"] };

const partnersPage = listPage({
  path: "partners",
  roles: ROLES,
  define: () => ({
    create: isOffice() ? { text: t("partners.create"), question: () => question() } : null,
    api: "/v1/partners",
    filters: [
      { name: "q", label: t("column.words"), hint: t("partners.wordsHint") },
      { name: "kind", group: "partnerKind" },
      { name: "state", group: "partnerState" },
      { name: "relation", group: "relation" },
      "uai",
      "siret",
    ],
    columns: [
      linked("partner", "partner", (one) => one.legalName),
      coded("kind", "partnerKind"),
      coded("state", "partnerState"),
      coded("relation"),
      inAddress("municipality"),
      inAddress("department"),
      { name: "uai", value: (one) => one.identifiers.uai },
      { name: "siret", value: (one) => one.identifiers.siret },
    ],
  }),
});

/** The fields of a postal address, below the member `parent` of a body. */
export function addressFields(address = {}, parent = "address") {
  const text = (name, label) => ({ name, label, value: address[name], pointer: `/${parent}/${name}` });
  return [
    { name: "lines", kind: "area", label: t("address.lines"), value: address.lines?.join("\n"), pointer: `/${parent}/lines` },
    text("postalCode", t("address.postalCode")),
    text("municipality"),
    { ...text("inseeCode", t("address.inseeCode")), hint: t("address.inseeHint") },
  ];
}

/**
 * The address of a form.
 *
 * @param before the address that is corrected; what the form leaves empty is cleared, and the department is derived again
 */
export function addressOf({ lines, postalCode, municipality, inseeCode }, before) {
  const empty = before ? null : undefined;
  const address = { lines: lines?.split("\n").map((one) => one.trim()).filter(Boolean) ?? [], postalCode: postalCode ?? empty, municipality: municipality ?? empty, inseeCode: inseeCode ?? empty };
  if (inseeCode) {
    return { ...address, department: empty, region: empty };
  }
  return lines || postalCode || municipality || before ? address : undefined;
}

/** Creates a partner, or corrects one. */
async function question(one) {
  const federations = await Promise.all(["SPORT_FEDERATION", "PUBLIC_EMPLOYER_FEDERATION", "COMPANY_NETWORK"].map((kind) => partnerChoice({ kind })));
  const choice = (name, group, more) => ({ name, group, required: true, none: t("choose"), ...more });
  const empty = one ? null : undefined;
  return {
    text: one?.legalName,
    fields: filled([
      { name: "legalName", required: true },
      "shortName",
      choice("kind", "partnerKind"),
      choice("relation", "relation", { hint: t("partners.relationHint") }),
      ...(one ? [] : [choice("state", "partnerState", { values: ["PROSPECT", "ACTIVE"], value: "ACTIVE" })]),
      { name: "uai", value: one?.identifiers.uai, pointer: "/identifiers/uai", hint: t("partners.uaiHint") },
      { name: "siret", value: one?.identifiers.siret, pointer: "/identifiers/siret", hint: t("partners.siretHint") },
      ...addressFields(one?.address),
      { name: "parentId", kind: "choice", label: t("partners.parent"), values: federations.flat(), none: t("site.noTarget") },
      { name: "insist", kind: "flag" },
    ], one),
    run: async ({ legalName, shortName = empty, kind, relation, state, parentId = empty, uai = empty, siret = empty, insist, ...address }) => {
      const body = { legalName, shortName, kind, relation, state, parentId, identifiers: { uai, siret }, address: addressOf(address, one?.address) };
      const saved = await save("/v1/partners", one, body, insist && "?insist=true");
      return withWarnings(h("span", {}, t(one ? "partner.correct.done" : "partners.create.done"), " ", link(`#/partner/${saved.id}`, nameOfPartner(saved))), saved);
    },
  };
}

const partnerPage = {
  path: "partner",
  roles: ROLES,
  show: async (main, address, region) => {
    const one = await get(`/v1/partners/${address.id}`);
    address.heading(one.legalName);
    const { lines = [], postalCode, municipality, department } = one.address ?? {};
    const buttons = () => [
      dialogButton(t("partner.correct"), region, () => question(one), address.done),
      dialogButton(t("partner.contacts.change"), region, () => contactsQuestion(one), address.done),
      stateButtons("partner", "/v1/partners", STATES, nameOfPartner, one, region, address.done),
      link(`#/people?partnerId=${one.id}`, t("people.ofPartner")),
    ];
    append(main, [
      facts([
        [t("column.state"), code("partnerState", one.state)],
        [t("column.kind"), code("partnerKind", one.kind)],
        [t("column.relation"), code("relation", one.relation)],
        [t("column.shortName"), one.shortName],
        [t("column.uai"), one.identifiers.uai],
        [t("column.siret"), one.identifiers.siret],
        [t("column.address"), [...lines, postalCode, municipality].filter(Boolean).join(", ")],
        [t("column.department"), department],
        [t("partners.parent"), one.parentId ? partnerName(one.parentId).then((name) => link(`#/partner/${one.parentId}`, name)) : null],
      ]),
      isOffice() ? h("p", { class: "row" }, buttons()) : null,
      isManager() ? null : await agreementsOf(one),
      isOffice() ? [contactsOf(one), await programsOf(one, region, address.done)] : null,
    ]);
  },
};

async function agreementsOf(one) {
  const agreements = await all("/v1/agreements", { partnerId: one.id });
  const number = (agreement) => (isOffice() ? link(`#/agreement/${agreement.id}`, agreement.number) : agreement.number);
  const row = (agreement) => [number(agreement), agreement.title ?? "", code("agreementState", agreement.state), day((agreement.effective ?? agreement).endsOn)];
  return [
    titled(t("agreements.title"), headings("number", "title", "state", "endsOn"), agreements.map(row), { empty: t("agreements.empty") }),
    isOffice() ? h("p", {}, h("a", { class: "button", href: `#/draft?partnerId=${one.id}` }, t("draft.create"))) : null,
  ];
}

const CONTACT = ["role", "name", "email", "phone"];

function contactsOf(one) {
  const rows = one.contacts.map((contact) => CONTACT.map((name) => contact[name] ?? ""));
  return titled(t("partner.contacts"), CONTACT.map((name) => t(`contact.${name}`)), rows, { empty: t("partner.contacts.empty") });
}

function contactsQuestion(one) {
  const columns = CONTACT.map((name) => ({ name, label: t(`contact.${name}`) }));
  return {
    text: nameOfPartner(one),
    fields: [{ name: "contacts", kind: "rows", label: t("partner.contacts"), columns, value: one.contacts }],
    run: (body) => put(`/v1/partners/${one.id}/contacts`, one.revision, body).then(() => t("partner.contacts.done")),
  };
}

export const partnersPages = [partnersPage, partnerPage];

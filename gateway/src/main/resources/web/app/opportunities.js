// Jobs, internships and apprenticeships of companies: the office publishes, corrects and withdraws them, the others read.

import { get } from "../shared/api.js";
import { isOffice } from "./agreement-changes.js";
import { pick } from "./enrollments.js";
import { dialogButton } from "./form.js";
import { day, plus, today } from "./format.js";
import { showList } from "./list.js";
import { addressFields, addressOf } from "./partners.js";
import { partnerChoice, partnerName, patch, post } from "./requests.js";
import { selectionOf, stateButtons } from "./states.js";
import { code, CODES, t } from "./texts.js";

const PATH = "/v1/opportunities";
const STATES = { withdrawal: ["PUBLISHED"] };

const kind = { name: "kind", kind: "choice", group: "opportunityKind", values: Object.keys(CODES.opportunityKind) };
const titleOf = (one) => one.title;

const opportunitiesPage = {
  path: "opportunities",
  roles: ["partnership-officer", "enrollment-officer", "catalog-manager"],
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "opportunities",
      create: isOffice() ? { text: t("opportunities.create"), question: () => question() } : null,
      page: (filter, cursor, limit) => get(PATH, { ...pick(filter, "q", "kind", "department", "past"), cursor, limit }),
      filters: [
        { name: "q", kind: "text", label: t("column.words") },
        kind,
        { name: "department", kind: "text" },
        { name: "past", kind: "choice", label: t("opportunities.shown"), values: [["true", t("opportunities.past")]], none: t("opportunities.now") },
      ],
      columns: [
        { name: "title", value: titleOf },
        { name: "kind", value: (one) => code("opportunityKind", one.kind) },
        { name: "partner", value: (one) => partnerName(one.partnerId) },
        { name: "municipality", value: (one) => one.place?.municipality },
        { name: "romeCode", value: (one) => one.romeCode },
        { name: "publishedUntil", value: (one) => one.publishedUntil, show: (one) => day(one.publishedUntil) },
        { name: "description", value: (one) => one.description },
      ],
      selection: isOffice() ? selectionOf("opportunity", PATH, STATES, titleOf) : null,
      actions: isOffice()
        ? (one, done, region) => [
            one.state === "PUBLISHED" ? dialogButton(t("opportunity.correct"), region, () => question(one), done) : null,
            stateButtons("opportunity", PATH, STATES, titleOf, one, region, done),
          ]
        : null,
    }),
};

async function question(one) {
  const companies = one ? [] : (await Promise.all(["COMPANY", "COMPANY_NETWORK"].map((type) => partnerChoice({ kind: type })))).flat();
  return {
    text: one?.title,
    fields: [
      ...(one ? [] : [{ name: "partnerId", kind: "choice", label: t("column.partner"), values: companies, required: true, none: t("choose") }]),
      { ...kind, required: true, value: one?.kind },
      { name: "title", kind: "text", required: true, value: one?.title },
      { name: "description", kind: "area", max: 5000, required: true, value: one?.description, hint: t("opportunities.descriptionHint") },
      { name: "romeCode", kind: "text", required: true, value: one?.romeCode, hint: t("opportunities.romeHint") },
      { name: "publishedUntil", kind: "date", required: true, min: today(), value: one?.publishedUntil ?? plus(today(), { months: 1 }) },
      ...addressFields(one?.place, "place"),
    ],
    run: async ({ partnerId, kind: type, title, description, romeCode, publishedUntil, ...place }) => {
      const body = { partnerId, kind: type, title, description, romeCode, publishedUntil, place: addressOf(place, one?.place) };
      await (one ? patch(`${PATH}/${one.id}`, one.revision, body) : post(PATH, body));
      return t(one ? "opportunity.correct.done" : "opportunities.create.done");
    },
  };
}

export const opportunitiesPages = [opportunitiesPage];

// Jobs, internships and apprenticeships of companies: the office publishes, corrects and withdraws them, the others read.

import { isOffice, partnerChoice, partnerName, save } from "./data.js";
import { addressFields, addressOf } from "./partners.js";
import { selectionOf, stateButtons } from "./states.js";
import { code, days, dialogButton, filled, listPage, plus, t, today } from "./ui.js";

const PATH = "/v1/opportunities";
const STATES = { withdrawal: ["PUBLISHED"] };

const kind = { name: "kind", group: "opportunityKind" };
const titleOf = (one) => one.title;

export const opportunitiesPage = listPage({
  path: "opportunities",
  roles: ["partnership-officer", "enrollment-officer", "catalog-manager"],
  define: () => ({
    create: isOffice() ? { text: t("opportunities.create"), question: () => question() } : null,
    api: PATH,
    filters: [
      { name: "q", label: t("column.words") },
      kind,
      "department",
      { name: "past", kind: "choice", label: t("opportunities.shown"), values: [["true", t("opportunities.past")]], none: t("opportunities.now") },
    ],
    columns: [
      "title",
      { name: "kind", value: (one) => code("opportunityKind", one.kind) },
      { name: "partner", value: (one) => partnerName(one.partnerId) },
      { name: "municipality", value: (one) => one.place?.municipality },
      "romeCode",
      days("publishedUntil"),
      "description",
    ],
    selection: isOffice() ? selectionOf("opportunity", PATH, STATES, titleOf) : null,
    actions: isOffice() ? actions : null,
  }),
});

function actions(one, done, region) {
  const correct = one.state === "PUBLISHED" ? dialogButton(t("opportunity.correct"), region, () => question(one), done) : null;
  return [correct, stateButtons("opportunity", PATH, STATES, titleOf, one, region, done)];
}

async function question(one) {
  const companies = one ? [] : (await Promise.all(["COMPANY", "COMPANY_NETWORK"].map((type) => partnerChoice({ kind: type })))).flat();
  return {
    text: one?.title,
    fields: filled([
      ...(one ? [] : [{ name: "partnerId", kind: "choice", label: t("column.partner"), values: companies, required: true, none: t("choose") }]),
      { ...kind, required: true },
      { name: "title", required: true },
      { name: "description", kind: "area", max: 5000, required: true, hint: t("opportunities.descriptionHint") },
      { name: "romeCode", required: true, hint: t("opportunities.romeHint") },
      { name: "publishedUntil", kind: "date", required: true, min: today(), value: one?.publishedUntil ?? plus(today(), { months: 1 }) },
      ...addressFields(one?.place, "place"),
    ], one),
    run: async ({ partnerId, kind: type, title, description, romeCode, publishedUntil, ...place }) => {
      const body = { partnerId, kind: type, title, description, romeCode, publishedUntil, place: addressOf(place, one?.place) };
      await save(PATH, one, body);
      return t(one ? "opportunity.correct.done" : "opportunities.create.done");
    },
  };
}

// Apprenticeship contracts that ended early: the apprentice needs help within days.

import { all, partnerName } from "./data.js";
import { studentOf } from "./partner.js";
import { code, days, daysBetween, listPage, pick, plus, today } from "./ui.js";

export const rupturesPage = listPage({
  path: "ruptures",
  roles: ["partner", "enrollment-officer"],
  define: () => ({
    all: (filter) => all("/v1/apprenticeship-contracts", { ruptureSeenFrom: "1900-01-01", ...pick(filter, "ruptureSeenFrom") }),
    order: "-ruptureSeenOn",
    filters: [{ name: "ruptureSeenFrom", kind: "date", initial: plus(today(), { months: -3 }) }],
    columns: [
      studentOf,
      days("ruptureSeenOn"),
      { name: "daysSince", number: true, value: (one) => daysBetween(one.ruptureSeenOn, today()) },
      days("rupturedOn"),
      { name: "cause", value: (one) => code("ruptureCause", one.ruptureCause) },
      { name: "trainingCentre", value: (one) => partnerName(one.trainingCentreId) },
      { name: "partner", value: (one) => partnerName(one.partnerId) },
    ],
  }),
});

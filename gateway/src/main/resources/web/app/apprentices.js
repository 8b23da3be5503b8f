// The apprentices whom the partner of the person trains, hosts or employs, with their hours. Other partners registered them.

import { all, get, may } from "./data.js";
import { append, code, day, days, facts, headings, linked, listPage, number, pick, t, titled } from "./ui.js";

const PATH = "/v1/apprentices";
const page = { roles: ["apprenticeship-host"], may: () => may("enrollments:read", { whole: true }) };

const nameOf = (one) => [one.familyName, one.givenNames].filter(Boolean).join(" ") || t("hidden");
const relations = (one) => one.relations.map((relation) => code("partyRole", relation)).join(", ");
const stateOf = (one) => code("state", one.enrollmentState);

const apprenticesPage = listPage({
  ...page,
  path: "apprentices",
  define: () => ({
    all: (filter) => all(PATH, pick(filter, "runningOn", "ruptureSeenFrom")),
    order: "apprentice",
    filters: [
      { name: "runningOn", kind: "date" },
      { name: "ruptureSeenFrom", kind: "date", label: t("apprentices.ruptureSeenFrom") },
    ],
    columns: [
      linked("apprentice", "apprentice", nameOf, (one) => one.contractId),
      { name: "relations", value: relations },
      { name: "training", value: (one) => one.trainingTitle },
      "academicYear",
      days("startsOn", "endsOn", "rupturedOn"),
      { name: "state", value: stateOf },
      { name: "lastWeek", value: (one) => one.attendance[0]?.week },
      { name: "hours", number: true, value: (one) => one.attendance[0]?.hours },
    ],
  }),
});

const period = (from, to) => t("apprentice.period", day(from), day(to));

const apprenticePage = {
  ...page,
  path: "apprentice",
  show: async (main, address) => {
    const one = await get(`${PATH}/${address.id}`);
    address.heading(nameOf(one));
    append(main, [
      facts([
        [t("column.relations"), relations(one)],
        [t("column.training"), one.trainingTitle],
        [t("column.academicYear"), one.academicYear],
        [t("column.offering"), period(one.offeringStartsOn, one.offeringEndsOn)],
        [t("column.state"), stateOf(one)],
        [t("apprentice.contract"), period(one.startsOn, one.endsOn)],
        [t("column.rupturedOn"), day(one.rupturedOn)],
        [t("apprentice.ruptureSeenOn"), day(one.ruptureSeenOn)],
      ]),
      titled(t("apprentice.hours"), headings("week", "hours"), one.attendance.map(({ week, hours }) => [week, number(hours)]), { empty: t("apprentice.noHours"), numbers: [1] }),
    ]);
  },
};

export const apprenticePages = [apprenticesPage, apprenticePage];

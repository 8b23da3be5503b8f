// Apprenticeship contracts that ended early: the apprentice needs help within days.

import { link } from "./dom.js";
import { pick } from "./enrollments.js";
import { day, daysBetween, plus, today } from "./format.js";
import { showList } from "./list.js";
import { all, partnerName, studentOfEnrollment } from "./requests.js";
import { code } from "./texts.js";

const rupturesPage = {
  path: "ruptures",
  roles: ["partner", "enrollment-officer"],
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "ruptures",
      all: (filter) => all("/v1/apprenticeship-contracts", { ruptureSeenFrom: "1900-01-01", ...pick(filter, "ruptureSeenFrom") }),
      order: "-ruptureSeenOn",
      filters: [{ name: "ruptureSeenFrom", kind: "date", initial: plus(today(), { months: -3 }) }],
      columns: [
        {
          name: "student",
          value: (one) => studentOfEnrollment(one.enrollmentId),
          show: (one) => studentOfEnrollment(one.enrollmentId).then((name) => link(`#/enrollment/${one.enrollmentId}`, name)),
        },
        { name: "ruptureSeenOn", value: (one) => one.ruptureSeenOn, show: (one) => day(one.ruptureSeenOn) },
        { name: "daysSince", number: true, value: (one) => daysBetween(one.ruptureSeenOn, today()) },
        { name: "rupturedOn", value: (one) => one.rupturedOn, show: (one) => day(one.rupturedOn) },
        { name: "cause", value: (one) => code("ruptureCause", one.ruptureCause) },
        { name: "trainingCentre", value: (one) => partnerName(one.trainingCentreId) },
        { name: "partner", value: (one) => partnerName(one.partnerId) },
      ],
    }),
};

export const rupturePages = [rupturesPage];

// All pages. A page has `path`, `roles`, `menu` (whether the menu shows it), `show(container, address, region)`, when a person of
// its roles can lack the right `may()`, and when its title is not `<path>.title` the key `title()`. The region is for results and problems. An address has `id`, `filter`,
// `region`, `heading(text)`, `go(filter)`, `keep(filter)` (without showing the page again), `open(hash)`, `again()` and
// `done(message)`, which shows the page again with the message.

import { agreementPages } from "./agreement.js";
import { apprenticePages } from "./apprentices.js";
import { cataloguePages } from "./catalogue.js";
import { connectionPages } from "./connections.js";
import { draftPage } from "./draft.js";
import { duplicatePages } from "./duplicates.js";
import { enrollPage } from "./enroll.js";
import { enrollmentPage, enrollmentsPage, waitingFundingPage, waitingListsPage } from "./enrollments.js";
import { healthPage } from "./health.js";
import { hoursPage } from "./hours.js";
import { importPages } from "./import.js";
import { keysPage } from "./keys.js";
import { lheoPage } from "./lheo.js";
import { reportPage } from "./management.js";
import { networkPages } from "./network.js";
import { noticesPage } from "./notices.js";
import { opportunitiesPage } from "./opportunities.js";
import { partnerPages } from "./partner.js";
import { partnersPages } from "./partners.js";
import { partnershipPages } from "./partnership.js";
import { peoplePage } from "./people.js";
import { rupturesPage } from "./ruptures.js";
import { sifaPage } from "./sifa.js";
import { sitePages } from "./sites.js";
import { dueErasuresPage, studentPages } from "./students.js";

export const PAGES = [
  [partnerPages, importPages, studentPages, enrollPage, enrollmentsPage, enrollmentPage, hoursPage, waitingFundingPage, waitingListsPage],
  [duplicatePages, dueErasuresPage, apprenticePages, rupturesPage, connectionPages, sifaPage, partnershipPages, agreementPages, draftPage, partnersPages, sitePages, networkPages],
  [opportunitiesPage, cataloguePages, lheoPage, reportPage, healthPage, noticesPage, peoplePage, keysPage],
].flat(2);

/** The order of the menu and of the first page. */
export const GROUPS = [
  { name: "work", paths: ["upload", "sent", "to-correct", "waiting-funding", "waiting-lists", "duplicates", "due-erasures", "renewals", "seats", "silent", "suspended-funding", "needs"] },
  { name: "people", paths: ["students", "enroll", "enrollments", "hours", "attendance", "apprentices", "ruptures", "connections", "sifa"] },
  { name: "agreements", paths: ["partners", "agreements", "sites", "networks", "opportunities"] },
  { name: "catalogue", paths: ["catalogue", "offerings", "lheo-gaps"] },
  { name: "figures", paths: ["report", "health"] },
  { name: "team", paths: ["people", "keys", "notices"] },
];

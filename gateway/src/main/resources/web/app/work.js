// The work that waits for a person, counted. The first page and the menu show the same counts.

import { isSignedIn } from "../shared/sign-in.js";
import { all, get, hasRole, patiently, statistics } from "./data.js";
import { partsDown } from "./health.js";
import { overQuotas, suspendedFundings } from "./partnership.js";
import { daysBetween, plus, today } from "./ui.js";

const FRESH = 60_000;
const MOST_AGREEMENTS = 1000; // ten requests
const COUNTED = 100; // a list tells no total: more than these are "more than 100"

const ENROLLMENT = ["enrollment-officer"];
const PARTNERSHIP = ["partnership-officer"];
const CATALOGUE = ["catalog-manager"];

/** Counts a list by its first page. `day` is the day since which its first entry waits, when the list begins with it. */
function listed(path, query, day = () => undefined) {
  return async () => {
    const { items, next } = await patiently(() => get(path, { ...query, limit: COUNTED }));
    return { count: items.length, isMore: next !== undefined, oldest: items.length > 0 ? day(items[0]) : undefined };
  };
}

/** Counts enrollments in a state. The list is in the order of registration. */
function enrolled(query) {
  return async () => {
    const [{ total }, { items }] = await Promise.all([statistics(query), patiently(() => get("/v1/enrollments", { ...query, limit: 1 }))]);
    return { count: total.enrollments, oldest: items[0]?.registeredAt };
  };
}

async function ofAll(agreements, chosen) {
  const read = await agreements;
  return { count: chosen(read).length, isMore: read.truncated };
}

/** Agreements are few: what no filter of the API finds is looked for in all of them, read once for both counts. */
let inForce;

const agreementsInForce = () => (inForce ??= all("/v1/agreements", { state: "IN_FORCE" }, MOST_AGREEMENTS));

/** The jobs. `filter` is that of the list to which a job leads, when it is not the first one of the page. */
const JOBS = [
  { page: "waiting-funding", roles: ENROLLMENT, count: enrolled({ state: "PENDING_FUNDING", fundingState: "REQUESTED" }) },
  { page: "waiting-lists", roles: ENROLLMENT, count: enrolled({ state: "WAITLISTED" }) },
  { page: "duplicates", roles: ENROLLMENT, count: listed("/v1/students/duplicates", {}) },
  { page: "due-erasures", roles: ENROLLMENT, count: listed("/v1/students/due-erasures", {}, (one) => one.dueOn) },
  { page: "attendance", roles: [...ENROLLMENT, "partner"], count: listed("/v1/attendance/alerts", { state: "OPEN" }) },
  { page: "to-correct", roles: ["partner"], count: listed("/v1/transmissions/attempts", { outcome: "REFUSED" }, (one) => one.at) },
  { page: "silent", roles: [...ENROLLMENT, ...PARTNERSHIP], count: listed("/v1/transmissions/alerts", { condition: "SILENT", state: "OPEN" }) },
  { page: "agreements", name: "drafts", filter: "state=DRAFT", roles: PARTNERSHIP, count: listed("/v1/agreements", { state: "DRAFT" }, (one) => one.stateSince) },
  { page: "agreements", name: "failed-changes", filter: "plannedChange=FAILED", roles: PARTNERSHIP, count: listed("/v1/agreements", { plannedChange: "FAILED" }) },
  { page: "renewals", roles: PARTNERSHIP, count: () => listed("/v1/agreements", { state: "IN_FORCE", endsTo: plus(today(), { months: 12 }) })() },
  { page: "seats", roles: PARTNERSHIP, count: () => ofAll(agreementsInForce(), overQuotas) },
  { page: "suspended-funding", roles: PARTNERSHIP, count: () => ofAll(agreementsInForce(), suspendedFundings) },
  { page: "needs", roles: [...PARTNERSHIP, ...CATALOGUE], count: listed("/v1/training-needs", { state: "EXPRESSED" }, (one) => one.expressedOn) },
  { page: "catalogue", filter: "state=DRAFT", roles: CATALOGUE, count: listed("/v1/trainings", { state: "DRAFT" }) },
  { page: "offerings", filter: "state=PLANNED", roles: CATALOGUE, count: listed("/v1/offerings", { state: "PLANNED" }) },
  { page: "health", roles: ["ops"], count: async () => ({ count: (await partsDown()).length }) },
];

let counted = null;
let countedAt = 0;

/** Forgets the counts, after a change. */
export function forgetWork() {
  counted = null;
}

/** The jobs of the person with `count`, `isMore` and `days`; the longest waiting first. A job that cannot be read has `problem`. */
export function work() {
  if (!isSignedIn()) {
    return Promise.resolve([]);
  }
  if (!counted || Date.now() - countedAt > FRESH) {
    countedAt = Date.now();
    inForce = undefined;
    counted = Promise.all(JOBS.filter((job) => hasRole(...job.roles)).map(countOf));
  }
  return counted;
}

async function countOf({ page, name = page, filter, count }) {
  const address = `#/${page}${filter ? `?${filter}` : ""}`;
  try {
    const { oldest, ...found } = await count();
    return { page, name, address, days: oldest ? Math.max(0, daysBetween(oldest, today())) : undefined, ...found };
  } catch (problem) {
    return { page, name, address, count: 0, problem };
  }
}

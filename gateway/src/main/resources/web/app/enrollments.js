// Enrollments, for the staff of a partner and for the enrollment office: the list, one enrollment, funders' decisions.

import { get } from "../shared/api.js";
import { labelled } from "../shared/language.js";
import { append, facts, h, link, replace, table } from "./dom.js";
import { changeButtons, fundingText, isOfficer, lineButtons } from "./enrollment-changes.js";
import { resultRegion, severalButton } from "./form.js";
import { day, daysBetween, euros, instant, month, number, today } from "./format.js";
import { showList } from "./list.js";
import { papersOfEnrollment } from "./papers.js";
import { agreementName, offeringName, partnerName, post, siteName, statistics, studentName } from "./requests.js";
import { code, CODES, t } from "./texts.js";

/** The list parameters of the API among the values of a filter. */
export function pick(filter, ...names) {
  return Object.fromEntries(names.filter((name) => filter[name]).map((name) => [name, filter[name]]));
}

export const student = {
  name: "student",
  value: (one) => studentName(one.studentId),
  show: (one) => studentName(one.studentId).then((name) => link(`#/enrollment/${one.id}`, name)),
};
const partner = { name: "partner", value: (one) => partnerName(one.partnerId) };
export const offering = { name: "offering", value: (one) => offeringName(one.offeringId) };
const reference = { name: "reference", value: (one) => one.reference };
export const registered = { name: "registeredAt", value: (one) => one.registeredAt, show: (one) => instant(one.registeredAt) };

export const state = { name: "state", value: (one) => code("state", one.state) };

/** The day from which an enrollment is in its state. */
export function since(enrollment) {
  const last = enrollment.history.at(-1);
  return last?.effectiveOn ?? (last?.at ?? enrollment.registeredAt).slice(0, 10);
}

export const enrollmentsPage = {
  path: "enrollments",
  roles: ["partner", "enrollment-officer"],
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "enrollments",
      page: (filter, cursor, limit) =>
        get("/v1/enrollments", { ...pick(filter, "state", "resultState", "academicYear", "reference", "studentId", "agreementId", "offeringId"), cursor, limit }),
      filters: [
        { name: "state", kind: "choice", group: "state", values: Object.keys(CODES.state) },
        { name: "resultState", kind: "choice", group: "resultState", values: Object.keys(CODES.resultState) },
        { name: "academicYear", kind: "text" },
        { name: "reference", kind: "text" },
      ],
      columns: [
        student,
        reference,
        ...(isOfficer() ? [partner] : []),
        offering,
        state,
        { name: "result", value: (one) => (one.result ? code("resultState", one.result.state) : "") },
        registered,
      ],
    }),
};

/** Waiting lists: the rank decides who gets the next place. */
export const waitingListsPage = {
  path: "waiting-lists",
  roles: ["enrollment-officer"],
  menu: true,
  show: async (main, address) => {
    const counts = h("div", {});
    const list = h("div", {});
    append(main, counts, h("h2", {}, t("waiting-lists.people")), list);
    await Promise.all([showWaitingByTraining(counts), showList(list, address, waitingList(address))]);
  },
};

async function showWaitingByTraining(container) {
  const counts = await get("/v1/statistics", { groupBy: "training", state: "WAITLISTED", limit: 100 });
  if (counts.items.length > 0) {
    append(
      container,
      table(
        t("waiting-lists.byTraining"),
        [t("column.training"), t("column.waiting")],
        counts.items.map((item) => [item.label ? `${item.key} · ${item.label}` : item.key, item.enrollments]),
        { numbers: [1] },
      ),
    );
  }
}

function waitingList(address) {
  return {
    name: "waiting-lists",
    page: (filter, cursor, limit) =>
      get("/v1/enrollments", { state: "WAITLISTED", ...pick(filter, "offeringId", "academicYear"), cursor, limit }),
    filters: [{ name: "academicYear", kind: "text" }],
    columns: [student, offering, { name: "rank", number: true, value: (one) => one.waitlistRank }, partner, registered],
    actions: (one) => [
      h("button", { type: "button", onclick: () => address.go({ offeringId: one.offeringId }) }, t("waiting-lists.onlyOffering")),
    ],
  };
}

/** Enrollments that wait for the decision of a funder, the longest waiting first. */
export const waitingFundingPage = {
  path: "waiting-funding",
  roles: ["enrollment-officer"],
  menu: true,
  show: async (main, address) => {
    const counts = h("p", { class: "row" });
    const list = h("div", {});
    append(main, counts, list);
    const changed = () => showWaitingByFunder(counts);
    await Promise.all([changed(), showList(list, address, { ...waitingForMoney, changed })]);
  },
};

async function showWaitingByFunder(container) {
  const counts = await statistics({ groupBy: "funding", state: "PENDING_FUNDING", fundingState: "REQUESTED" });
  replace(container, counts.items.map((item) => link(`#/waiting-funding?funding=${item.key}`, labelled(code("funding", item.key), number(item.enrollments)))));
}

const waitingForMoney = {
  name: "waiting-funding",
  page: pageOfWaiting,
  filters: [
    { name: "funding", kind: "choice", group: "funding", values: Object.keys(CODES.funding) },
    { name: "olderThan", kind: "number", min: 0 },
    { name: "academicYear", kind: "text" },
  ],
  columns: [
    student,
    partner,
    { name: "funders", value: (one) => requested(one).map(fundingText).join(" | ") },
    { name: "days", number: true, value: (one) => daysBetween(since(one), today()) },
    { name: "holdUntil", value: (one) => one.holdUntil, show: (one) => day(one.holdUntil) },
    offering,
  ],
  actions: (one, done, region) => requested(one).flatMap((line) => lineButtons(one, line, region, done)),
  selection: {
    name: (one) => studentName(one.studentId),
    actions: (chosen, done, region) => [
      severalButton(t("funding.approval"), region, chosen, {
        name: async (one) => `${await studentName(one.studentId)} – ${requested(one).map(fundingText).join(", ")}`,
        run: async (one) => {
          for (const line of requested(one)) {
            await post(`/v1/enrollments/${one.id}/funding-lines/${line.id}/approval`);
          }
        },
      }, done),
    ],
  },
};

/** The API sorts by registration. No one waits for longer than since its registration, so the filter by age ends there. */
async function pageOfWaiting(filter, cursor, limit) {
  const isOlder = (since) => !filter.olderThan || daysBetween(since, today()) > Number(filter.olderThan);
  const query = { state: "PENDING_FUNDING", fundingState: "REQUESTED", ...pick(filter, "funding", "academicYear", "offeringId") };
  const page = await get("/v1/enrollments", { ...query, cursor, limit });
  const last = page.items.at(-1);
  return {
    items: page.items.filter((one) => isOlder(since(one))),
    next: last && isOlder(last.registeredAt) ? page.next : undefined,
  };
}

function requested(enrollment) {
  return enrollment.fundings.filter((line) => line.state === "REQUESTED");
}

/** One enrollment with its fundings and its history. */
export const enrollmentPage = {
  path: "enrollment",
  roles: ["partner", "enrollment-officer"],
  show: async (main, address) => {
    const one = await get(`/v1/enrollments/${address.id}`);
    address.heading(t("enrollment.heading", await studentName(one.studentId)));
    const region = resultRegion();
    append(main, [
      region,
      facts([
        [t("column.state"), code("state", one.state)],
        [t("column.reference"), one.reference],
        [t("column.partner"), isOfficer() ? partnerName(one.partnerId) : null],
        [t("column.offering"), offeringName(one.offeringId)],
        [t("column.agreement"), isOfficer() ? agreementName(one.agreementId) : agreementName(one.agreementId).then((name) => link(`#/agreement/${one.agreementId}`, name))],
        [t("column.site"), one.siteId ? siteName(one.siteId).then((name) => link(`#/site/${one.siteId}`, name)) : t("enrollment.noSite")],
        [t("column.rank"), one.waitlistRank],
        [t("column.withdrawnOn"), one.withdrawnOn ? day(one.withdrawnOn) : null],
        [t("column.holdUntil"), one.holdUntil ? day(one.holdUntil) : null],
        ...resultFacts(one.result),
      ]),
      h("h2", {}, t("enrollment.fundings")),
      table(
        t("enrollment.fundings"),
        [t("column.funding"), t("column.amount"), t("column.state"), t("column.refund"), t("column.reason"), t("list.actions")],
        one.fundings.map((line) => [
          `${code("funding", line.kind)}${line.funder ? ` (${line.funder})` : ""}`,
          euros(line.amount),
          code("lineState", line.state),
          line.refund === undefined ? "" : euros(line.refund),
          line.reason ?? "",
          h("span", { class: "row" }, lineButtons(one, line, region, address.done)),
        ]),
        { numbers: [1, 3], hideCaption: true },
      ),
      h("h2", {}, t("enrollment.history")),
      table(
        t("enrollment.history"),
        [t("column.date"), t("column.state"), t("column.by"), t("column.reason")],
        one.history.map((entry) => [instant(entry.at), changeText(entry), entry.by, entry.reason ?? ""]),
        { hideCaption: true },
      ),
      h("p", { class: "row" }, changeButtons(one, region, address.done), papersOfEnrollment(one, region, address.done)),
    ]);
  },
};

function resultFacts(result) {
  return result
    ? [
        [t("column.result"), code("resultState", result.state)],
        [t("column.mention"), result.mention ? code("mention", result.mention) : null],
        [t("column.score"), result.score === undefined ? null : number(result.score)],
        [t("column.examSession"), result.examSession ? month(result.examSession) : null],
        [t("column.academy"), result.academy],
        [t("column.decidedOn"), result.decidedOn ? day(result.decidedOn) : null],
      ]
    : [];
}

/** The state of an entry of the history, and what else it changed. */
async function changeText(entry) {
  const { result, refund, siteChange } = entry;
  const [from, to] = siteChange ? await Promise.all([siteName(siteChange.from), siteName(siteChange.to)]) : [];
  return [
    code("state", entry.to),
    result ? code("resultState", result.state) : null,
    siteChange ? t("enrollment.movedOn", from || t("enrollment.noSite"), to || t("enrollment.noSite"), day(siteChange.effectiveOn)) : null,
    refund === undefined ? null : labelled(t("column.refund"), euros(refund)),
  ]
    .filter(Boolean)
    .join(" · ");
}

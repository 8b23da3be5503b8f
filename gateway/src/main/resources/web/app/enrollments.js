// Enrollments, for the staff of a partner and for the enrollment office: the list, one enrollment, funders' decisions.

import { agreementName, get, isOfficer, offeringName, partnerName, patiently, post, siteName, statistics, studentName } from "./data.js";
import { mayEnroll } from "./enroll.js";
import { changeButtons, dossierText, fundingText, LIVE, lineButtons, nextStep } from "./enrollment-changes.js";
import { papersOfEnrollment } from "./papers.js";
import { schoolingOf } from "./schooling.js";
import { append, code, coded, day, dayOf, days, daysBetween, euros, facts, h, headings, instant, labelled, link, linked, listPage, month, number, pick, replace, severalButton, t, table, times, titled, today } from "./ui.js";

export const student = linked("student", "enrollment", (one) => studentName(one.studentId));
const partner = { name: "partner", value: (one) => partnerName(one.partnerId) };
export const offering = { name: "offering", value: (one) => offeringName(one.offeringId) };
export const registered = times("registeredAt");
export const state = coded("state");

/** The day from which an enrollment is in its state. */
export function since(enrollment) {
  const last = enrollment.history.findLast(({ from, to }) => from !== to);
  return last?.effectiveOn ?? dayOf(last?.at ?? enrollment.registeredAt);
}

export const enrollmentsPage = listPage({
  path: "enrollments",
  roles: ["partner", "enrollment-officer"],
  define: () => ({
    create: mayEnroll() ? { text: t("enroll.title"), address: "#/enroll" } : null,
    api: "/v1/enrollments",
    filters: [{ name: "state", group: "state" }, { name: "resultState", group: "resultState" }, "academicYear", "reference"],
    linked: ["studentId", "agreementId", "offeringId"],
    columns: [
      student,
      "reference",
      isOfficer() ? partner : [],
      offering,
      state,
      { name: "result", value: (one) => (one.result ? code("resultState", one.result.state) : "") },
      registered,
    ],
  }),
});

/** Waiting lists: the rank decides who gets the next place. */
export const waitingListsPage = listPage({
  path: "waiting-lists",
  roles: ["enrollment-officer"],
  define: (address) => ({
    head: showWaitingByTraining,
    api: "/v1/enrollments",
    fixed: { state: "WAITLISTED" },
    filters: ["academicYear"],
    linked: ["offeringId"],
    columns: [student, offering, { name: "rank", number: true, value: (one) => one.waitlistRank }, partner, registered],
    actions: ({ offeringId }) => [h("button", { type: "button", onclick: () => address.go({ offeringId }) }, t("waiting-lists.onlyOffering"))],
  }),
});

async function showWaitingByTraining(container) {
  const title = h("h2", {}, t("waiting-lists.people"));
  replace(container, title);
  const { items } = await get("/v1/statistics", { groupBy: "training", state: "WAITLISTED", limit: 100 });
  const rows = items.map((item) => [item.label ? `${item.key} · ${item.label}` : item.key, item.enrollments]);
  replace(container, rows.length > 0 ? table(t("waiting-lists.byTraining"), headings("training", "waiting"), rows, { numbers: [1] }) : null, title);
}

/** Enrollments that wait for the decision of a funder, the longest waiting first, or whose dossier has a state at its OPCO. */
export const waitingFundingPage = listPage({
  path: "waiting-funding",
  roles: ["enrollment-officer"],
  define: () => ({
    head: showWaitingByFunder,
    page: pageOfWaiting,
    filters: [
      { name: "funding", group: "funding" },
      { name: "opcoState", group: "opcoState" },
      { name: "olderThan", kind: "number", min: 0 },
      "academicYear",
    ],
    columns: [
      student,
      partner,
      { name: "funders", value: (one) => openLines(one).map(fundingText).join(" | ") },
      { name: "days", number: true, value: (one) => daysBetween(since(one), today()) },
      { name: "dossier", value: (one) => openLines(one).map(dossierText).filter(Boolean).join(" | ") },
      { name: "since", value: sinceReport, show: (one) => day(sinceReport(one)) },
      { name: "nextStep", value: (one) => [...new Set(openLines(one).map((line) => nextStep(one, line)))].filter(Boolean).join(" | ") },
      days("holdUntil"),
      offering,
    ],
    actions: (one, done, region) => openLines(one).flatMap((line) => lineButtons(one, line, region, done)),
    selection: { name: (one) => studentName(one.studentId), actions: (chosen, done, region) => [severalButton(t("funding.approval"), region, chosen, approval, done)] },
  }),
});

async function showWaitingByFunder(container) {
  const counts = await statistics({ groupBy: "funding", state: "PENDING_FUNDING", fundingState: "REQUESTED" });
  const funder = (item) => link(`#/waiting-funding?funding=${item.key}`, labelled(code("funding", item.key), number(item.enrollments)));
  replace(container, h("p", { class: "row" }, counts.items.map(funder)));
}

/** The approval of all fundings of an enrollment that are requested. */
const approval = {
  name: async (one) => `${await studentName(one.studentId)} – ${requested(one).map(fundingText).join(", ")}`,
  run: async (one) => {
    for (const line of requested(one)) {
      await post(`/v1/enrollments/${one.id}/funding-lines/${line.id}/approval`);
    }
  },
};

/** The pages that are read for one page of the list. */
const MOST_PAGES = 20;

/**
 * The next page of the API that has a match, or an empty one after so many without. The API sorts by registration. No one
 * waits for longer than since its registration, so the filter by age ends there.
 */
async function pageOfWaiting(filter, cursor, limit) {
  const isOlder = (since) => !filter.olderThan || daysBetween(since, today()) > Number(filter.olderThan);
  const kept = filter.opcoState ? { opcoState: filter.opcoState } : { state: "PENDING_FUNDING", fundingState: "REQUESTED" };
  const query = { ...kept, ...pick(filter, "funding", "academicYear", "offeringId") };
  let [items, next, read] = [[], cursor, 0];
  do {
    const page = await patiently(() => get("/v1/enrollments", { ...query, cursor: next, limit }));
    const last = page.items.at(-1);
    items = page.items.filter((one) => LIVE.includes(one.state) && isOlder(since(one)));
    next = last && isOlder(last.registeredAt) ? page.next : undefined;
    read += 1;
  } while (items.length === 0 && next && read < MOST_PAGES);
  return { items, next };
}

function requested(enrollment) {
  return enrollment.fundings.filter((line) => line.state === "REQUESTED");
}

/** Those about which somebody has something to do, or that have a dossier. */
function openLines(enrollment) {
  return enrollment.fundings.filter((line) => line.dossier || nextStep(enrollment, line));
}

/** The day from which the OPCO has its state, otherwise that from which the enrollment waits. */
function sinceReport(enrollment) {
  const followed = openLines(enrollment).find((line) => line.dossier);
  return followed ? dayOf(followed.dossier.since) : since(enrollment);
}

/** One enrollment with its fundings and its history. */
export const enrollmentPage = {
  path: "enrollment",
  roles: ["partner", "enrollment-officer"],
  show: async (main, address, region) => {
    const one = await get(`/v1/enrollments/${address.id}`);
    address.heading(t("enrollment.heading", await studentName(one.studentId)));
    append(main, [
      facts([
        [t("column.student"), studentName(one.studentId).then((name) => link(`#/student/${one.studentId}`, name))],
        [t("column.state"), code("state", one.state)],
        [t("column.reference"), one.reference],
        [t("column.otherCodes"), one.otherCodes?.map((other) => `${other.type} ${other.value}`).join(", ")],
        [t("column.remoteState"), one.remoteState ? code("remoteState", one.remoteState) : null],
        [t("column.partner"), isOfficer() ? partnerName(one.partnerId) : null],
        [t("column.offering"), offeringName(one.offeringId)],
        [t("column.agreement"), isOfficer() ? agreementName(one.agreementId) : agreementName(one.agreementId).then((name) => link(`#/agreement/${one.agreementId}`, name))],
        [t("column.site"), one.siteId ? siteName(one.siteId).then((name) => link(`#/site/${one.siteId}`, name)) : t("enrollment.noSite")],
        [t("column.rank"), one.waitlistRank],
        [t("column.withdrawnOn"), one.withdrawnOn ? day(one.withdrawnOn) : null],
        [t("column.holdUntil"), one.holdUntil ? day(one.holdUntil) : null],
        ...resultFacts(one.result),
      ]),
      titled(
        t("enrollment.fundings"),
        [...headings("funding", "amount", "state", "dossier", "since", "nextStep", "refund", "reason"), t("list.actions")],
        one.fundings.map((line) => [
          `${code("funding", line.kind)}${line.funder ? ` (${line.funder})` : ""}`,
          euros(line.amount),
          code("lineState", line.state),
          dossierText(line),
          line.dossier ? day(dayOf(line.dossier.since)) : "",
          nextStep(one, line),
          line.refund === undefined ? "" : euros(line.refund),
          line.reason ?? "",
          h("span", { class: "row" }, lineButtons(one, line, region, address.done)),
        ]),
        { numbers: [1, 6] },
      ),
      await schoolingOf(one, region, address.done),
      titled(
        t("enrollment.history"),
        headings("date", "state", "by", "reason"),
        one.history.map((entry) => [instant(entry.at), changeText(entry), code("actor", entry.by), entry.reason ?? ""]),
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
        [t("column.ects"), result.ects],
        [t("column.completedHours"), result.hours === undefined ? null : number(result.hours)],
      ]
    : [];
}

/** The state of an entry of the history, and what else it changed. */
async function changeText(entry) {
  const { result, refund, remoteState, siteChange, dossier } = entry;
  const [from, to] = siteChange ? await Promise.all([siteName(siteChange.from), siteName(siteChange.to)]) : [];
  return [
    code("state", entry.to),
    result ? code("resultState", result.state) : null,
    remoteState ? labelled(t("column.remoteState"), code("remoteState", remoteState)) : null,
    dossier ? labelled(t("column.dossier"), dossierText(entry)) : null,
    siteChange ? t("enrollment.movedOn", from || t("enrollment.noSite"), to || t("enrollment.noSite"), day(siteChange.effectiveOn)) : null,
    refund === undefined ? null : labelled(t("column.refund"), euros(refund)),
  ]
    .filter(Boolean)
    .join(" · ");
}

// Pages of a partner's staff: what was sent, what became of it, what remains to correct; attendance.

import { enrollmentWithReference, get, may, me, problemTitle, queryText, studentOfEnrollment } from "./data.js";
import { coded, counts, day, days, facts, h, instant, link, linked, listPage, midnight, number, pick, plus, replace, t, times } from "./ui.js";

const ROLES = ["partner"];

const mayReadFiles = () => may("enrollments:read", { whole: true });

const start = (text) => (text ? midnight(text) : undefined);

/** The student of what belongs to an enrollment, with a link to the enrollment. */
export const studentOf = linked("student", "enrollment", (one) => studentOfEnrollment(one.enrollmentId), (one) => one.enrollmentId);

const sentPage = listPage({
  path: "sent",
  roles: ROLES,
  may: mayReadFiles,
  define: () => ({
    head: showRhythm,
    api: "/v1/transmissions",
    filters: [{ name: "from", kind: "date" }, { name: "to", kind: "date" }, "client"],
    columns: [
      days("day"),
      "client",
      { name: "sentCount", number: true, value: (one) => one.sent },
      counts("accepted"),
      { name: "refused", number: true, value: (one) => one.refused, show: refusedLink },
      counts("pending"),
      {
        name: "codes",
        value: async (one) => (await Promise.all(one.codes.map(async (entry) => `${await problemTitle(entry.code)} (${entry.count})`))).join(" | "),
      },
    ],
  }),
});

async function showRhythm(container) {
  const { partner } = await me();
  const state = await get(`/v1/transmissions/partners/${partner.id}`);
  replace(
    container,
    facts([
      [t("sent.lastSentOn"), state.lastSentOn ? day(state.lastSentOn) : t("sent.never")],
      [t("sent.inLastWeek"), number(state.sentInLastWeek)],
      [t("sent.inUsualWeek"), number(state.sentInUsualWeek)],
      [t("sent.percentRefused"), `${state.percentRefusedInLastWeek} %`],
    ]),
    state.conditions.map((one) => h("p", { class: "message warn" }, one.reason)),
  );
}

function refusedLink(one) {
  return one.refused > 0 ? link("#/to-correct" + queryText({ from: one.day, to: one.day, client: one.client }), number(one.refused)) : "0";
}

const toCorrectPage = listPage({
  path: "to-correct",
  roles: ROLES,
  may: mayReadFiles,
  define: () => ({
    page: (filter, cursor, limit) =>
      get("/v1/transmissions/attempts", { ...pick(filter, "outcome", "code", "client"), from: start(filter.from), to: filter.to && start(plus(filter.to, { days: 1 })), cursor, limit }),
    filters: [{ name: "outcome", group: "attempt", initial: "REFUSED" }, "code", "client", { name: "from", kind: "date" }, { name: "to", kind: "date" }],
    columns: [
      times("at"),
      "reference",
      coded("outcome", "attempt"),
      { name: "reason", value: (one) => (one.code ? problemTitle(one.code) : ""), show: (one) => (one.code ? problemLink(one.code) : "") },
      counts("row"),
      { name: "file", value: (one) => one.importId, show: (one) => (one.importId ? link(`#/import/${one.importId}`, t("to-correct.openFile")) : "") },
      { name: "now", value: (one) => whatBecame(one), show: (one) => whatBecame(one, ({ id }, text) => link(`#/enrollment/${id}`, text)) },
    ],
  }),
});

async function problemLink(code) {
  return h("a", { href: `/problems/${encodeURIComponent(code)}`, target: "_blank", rel: "noopener" }, await problemTitle(code));
}

/** What became of an attempt: a refused one may be enrolled by now, under its reference. `shown` draws that text. */
async function whatBecame({ outcome, reference }, shown = (enrollment, text) => text) {
  const enrollment = outcome === "REFUSED" && reference ? await enrollmentWithReference(reference) : null;
  if (enrollment) {
    return shown(enrollment, t("to-correct.enrolled", instant(enrollment.registeredAt)));
  }
  return outcome === "REFUSED" ? t("to-correct.open") : "";
}

const attendancePage = listPage({
  path: "attendance",
  roles: ["partner", "enrollment-officer"],
  define: () => ({
    api: "/v1/attendance/alerts",
    filters: [
      { name: "state", group: "alertState", initial: "OPEN" },
      { name: "cause", group: "alertCause" },
      { name: "week", hint: t("attendance.weekHint") },
    ],
    columns: [
      studentOf,
      "week",
      coded("cause", "alertCause"),
      counts("hours", "expectedHours"),
      { name: "missingHours", number: true, value: (one) => one.hours >= 0 ? Math.max(0, one.expectedHours - one.hours) : undefined },
      coded("state", "alertState"),
    ],
  }),
});

export const partnerPages = [sentPage, toCorrectPage, attendancePage];

// Pages of a partner's staff: what was sent, what became of it, what remains to correct; attendance.

import { get } from "../shared/api.js";
import { append, facts, h, link } from "./dom.js";
import { day, instant, midnight, number, plus } from "./format.js";
import { pick } from "./enrollments.js";
import { showList } from "./list.js";
import { enrollmentWithReference, me, problemTitle, studentOfEnrollment } from "./requests.js";
import { code, CODES, t } from "./texts.js";

const ROLES = ["partner"];

const start = (text) => (text ? midnight(text) : undefined);

const sentPage = {
  path: "sent",
  roles: ROLES,
  menu: true,
  show: async (main, address) => {
    const rhythm = h("div", {});
    const list = h("div", {});
    append(main, rhythm, list);
    await Promise.all([showRhythm(rhythm), showList(list, address, sentList)]);
  },
};

async function showRhythm(container) {
  const { partner } = await me();
  const state = await get(`/v1/transmissions/partners/${partner.id}`);
  append(
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

const sentList = {
  name: "sent",
  page: (filter, cursor, limit) => get("/v1/transmissions", { ...pick(filter, "from", "to", "client"), cursor, limit }),
  filters: [
    { name: "from", kind: "date" },
    { name: "to", kind: "date" },
    { name: "client", kind: "text" },
  ],
  columns: [
    { name: "day", value: (one) => one.day, show: (one) => day(one.day) },
    { name: "client", value: (one) => one.client },
    { name: "sentCount", number: true, value: (one) => one.sent },
    { name: "accepted", number: true, value: (one) => one.accepted },
    {
      name: "refused",
      number: true,
      value: (one) => one.refused,
      show: (one) =>
        one.refused > 0 ? link(`#/to-correct?from=${one.day}&to=${plus(one.day, { days: 1 })}`, number(one.refused)) : "0",
    },
    { name: "pending", number: true, value: (one) => one.pending },
    {
      name: "codes",
      value: async (one) => (await Promise.all(one.codes.map(async (entry) => `${await problemTitle(entry.code)} (${entry.count})`))).join(" | "),
    },
  ],
};

const toCorrectPage = {
  path: "to-correct",
  roles: ROLES,
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "to-correct",
      page: (filter, cursor, limit) =>
        get("/v1/transmissions/attempts", { ...pick(filter, "outcome", "code", "client"), from: start(filter.from), to: start(filter.to), cursor, limit }),
      filters: [
        { name: "outcome", kind: "choice", group: "attempt", values: Object.keys(CODES.attempt), initial: "REFUSED" },
        { name: "code", kind: "text" },
        { name: "from", kind: "date" },
        { name: "to", kind: "date" },
      ],
      columns: [
        { name: "at", value: (one) => one.at, show: (one) => instant(one.at) },
        { name: "reference", value: (one) => one.reference },
        { name: "outcome", value: (one) => code("attempt", one.outcome) },
        {
          name: "reason",
          value: (one) => (one.code ? problemTitle(one.code) : ""),
          show: async (one) =>
            one.code
              ? h("a", { href: `/problems/${encodeURIComponent(one.code)}`, target: "_blank", rel: "noopener" }, await problemTitle(one.code))
              : "",
        },
        { name: "row", number: true, value: (one) => one.row },
        {
          name: "file",
          value: (one) => one.importId,
          show: (one) => (one.importId ? link(`#/import/${one.importId}`, t("to-correct.openFile")) : ""),
        },
        { name: "now", value: whatBecame, show: becameLink },
      ],
    }),
};

/** The enrollment that has the reference of a refused attempt by now. */
async function enrolledSince(attempt) {
  if (attempt.outcome === "ACCEPTED" || !attempt.reference) {
    return null;
  }
  return enrollmentWithReference(attempt.reference);
}

async function whatBecame(attempt) {
  if (attempt.outcome === "ACCEPTED") {
    return "";
  }
  const enrollment = await enrolledSince(attempt);
  return enrollment ? t("to-correct.enrolled", instant(enrollment.registeredAt)) : t("to-correct.open");
}

async function becameLink(attempt) {
  const enrollment = await enrolledSince(attempt);
  const text = await whatBecame(attempt);
  return enrollment ? link(`#/enrollment/${enrollment.id}`, text) : text;
}

const attendancePage = {
  path: "attendance",
  roles: ["partner", "enrollment-officer"],
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "attendance",
      page: (filter, cursor, limit) =>
        get("/v1/attendance/alerts", { ...pick(filter, "state", "cause", "week"), cursor, limit }),
      filters: [
        { name: "state", kind: "choice", group: "alertState", values: Object.keys(CODES.alertState), initial: "OPEN" },
        { name: "cause", kind: "choice", group: "alertCause", values: Object.keys(CODES.alertCause) },
        { name: "week", kind: "text", hint: t("attendance.weekHint") },
      ],
      columns: [
        {
          name: "student",
          value: (one) => studentOfEnrollment(one.enrollmentId),
          show: (one) => studentOfEnrollment(one.enrollmentId).then((name) => link(`#/enrollment/${one.enrollmentId}`, name)),
        },
        { name: "week", value: (one) => one.week },
        { name: "cause", value: (one) => code("alertCause", one.cause) },
        { name: "hours", number: true, value: (one) => one.hours },
        { name: "expectedHours", number: true, value: (one) => one.expectedHours },
        { name: "missingHours", number: true, value: (one) => Math.max(0, one.expectedHours - one.hours) },
        { name: "state", value: (one) => code("alertState", one.state) },
      ],
    }),
};

export const partnerPages = [sentPage, toCorrectPage, attendancePage];


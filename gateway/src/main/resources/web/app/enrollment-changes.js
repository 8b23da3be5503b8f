// What a person may do with an enrollment and its funding lines: a button for each change, which asks in a dialog.

import { agreement, all, isOfficer, limitedTo, may, post, studentName } from "./data.js";
import { bodyOf, code, CODES, day, dialogButton, euros, h, link, reason, t, today } from "./ui.js";

export const LIVE = ["WAITLISTED", "PENDING_FUNDING", "CONFIRMED", "ACTIVE"];

/**
 * The changes of an enrollment. A change has `path`; `states` in which it is possible; `office` when only the office may;
 * `fields(enrollment)`; and optionally `body(values)`, `headers(enrollment)`, `about(enrollment)`: a text for the dialog,
 * and `done(answer)`: the message.
 */
const CHANGES = [
  { path: "cancellation", states: ["WAITLISTED", "PENDING_FUNDING", "CONFIRMED"], fields: () => [reason()] },
  { path: "site-change", states: [...LIVE, "COMPLETED"], fields: siteFields },
  {
    path: "withdrawal",
    states: ["ACTIVE"],
    about: refundTerm,
    fields: () => [{ name: "withdrawnOn", kind: "date", value: today(), max: today() }, reason()],
    done: refundPaid,
  },
  {
    path: "transfer",
    states: ["CONFIRMED", "ACTIVE"],
    fields: transferFields,
    body: ({ studentPays, ...values }) => ({ ...values, fundings: studentPays ? [] : undefined }),
    done: newEnrollment,
  },
  { path: "completion", states: ["ACTIVE"], office: true, fields: () => resultFields() },
  {
    path: "result-correction",
    states: ["COMPLETED"],
    office: true,
    fields: (one) => [...resultFields(one.result), reason()],
    headers: (one) => ({ "If-Match": `"${one.revision}"` }),
  },
  { path: "annulment", states: Object.keys(CODES.state).filter((one) => one !== "ANNULLED"), office: true, fields: () => [reason()] },
];

/** The buttons for all changes that the person may make now. `done` takes the message of a change. */
export function changeButtons(enrollment, region, done) {
  const possible = CHANGES.filter((one) => one.states.includes(enrollment.state) && (one.office ? isOfficer() : may("enrollments:write")));
  return possible.map((change) => {
    const question = async () => {
      const [name, about, fields] = await Promise.all([studentName(enrollment.studentId), change.about?.(enrollment), change.fields(enrollment)]);
      return {
        text: [name, about].filter(Boolean).join(" – "),
        fields,
        run: async (values) => {
          const body = change.body ? change.body(values) : bodyOf(fields, values);
          const answer = await post(`/v1/enrollments/${enrollment.id}/${change.path}`, body, change.headers?.(enrollment));
          return change.done?.(answer) ?? t(`enrollment.${change.path}.done`);
        },
      };
    };
    return dialogButton(t(`enrollment.${change.path}`), region, question, done);
  });
}

/** The sites of a partner that have not ended and at which the person may act, as values of a choice. */
export async function openSites(partnerId, except) {
  const own = limitedTo();
  const sites = await all("/v1/sites", { partnerId });
  const possible = sites.filter((site) => !site.end && site.id !== except && (own.length === 0 || own.includes(site.id)));
  return possible.map((site) => [site.id, site.name]).sort(([, a], [, b]) => a.localeCompare(b));
}

async function siteFields(one) {
  const values = await openSites(one.partnerId, one.siteId);
  return [
    { name: "siteId", kind: "choice", label: t("enrollment.newSite"), values, required: !one.siteId, none: one.siteId ? t("enrollment.noSite") : t("choose") },
    { name: "effectiveOn", kind: "date", label: t("enrollment.firstDay"), value: today(), max: today() },
    reason(),
  ];
}

async function refundTerm(one) {
  const found = await agreement(one.agreementId).catch(() => null); // a partner that left it does not see it
  const text = refundText((found?.effective ?? found)?.refund ?? {});
  return found && (text ? t("enrollment.refundTerm", text) : t("enrollment.noRefundTerm"));
}

/** What a term of an agreement pays back, in words; an empty text when it pays nothing. */
export function refundText(refund) {
  const full = refund.fullWithinDays !== undefined && t("agreement.refundFull", refund.fullWithinDays);
  return [full, refund.proRata && t("agreement.refundProRata")].filter(Boolean).join(", ");
}

function refundPaid(withdrawn) {
  const refund = withdrawn.history.at(-1)?.refund;
  return refund === undefined ? undefined : t("enrollment.withdrawal.refunded", euros(refund));
}

const MOST_OFFERINGS = 1000;

/** Open offerings that the partner's agreements cover, also the present one under another agreement. */
async function transferFields(one) {
  const [offerings, agreements] = await Promise.all([
    all("/v1/offerings", { state: "OPEN", partnerId: one.partnerId }, MOST_OFFERINGS),
    all("/v1/agreements", { state: "IN_FORCE", partnerId: one.partnerId }),
  ]);
  const targets = offerings
    .map((offering) => [offering.id, t("enrollment.offeringFrom", offering.trainingCode, offering.academicYear, day(offering.startsOn))])
    .sort(([, a], [, b]) => a.localeCompare(b));
  const others = agreements.filter((other) => other.id !== one.agreementId);
  return [
    { name: "offeringId", kind: "choice", label: t("enrollment.newOffering"), values: targets, required: true, none: t("choose") },
    { name: "agreementId", kind: "choice", values: others.map((other) => [other.id, `${other.number} ${other.title ?? ""}`.trim()]), none: t("enrollment.sameAgreement") },
    { name: "studentPays", kind: "flag", label: t("enrollment.studentPays"), pointer: "/fundings", hint: t("enrollment.studentPaysHint") },
    { name: "reference", label: t("enrollment.newReference") },
    reason(),
  ];
}

function newEnrollment(enrollment) {
  return h("span", {}, t("enrollment.transfer.done"), " ", link(`#/enrollment/${enrollment.id}`, t("enrollment.transfer.open")));
}

function resultFields(result = {}) {
  const fields = [
    { name: "state", label: t("column.resultState"), group: "resultState", required: true, none: t("choose") },
    { name: "mention", group: "mention", none: t("enrollment.withoutMention") },
    { name: "score", kind: "number", min: 0, max: 20, step: 0.01 },
    { name: "examSession", hint: t("enrollment.examSessionHint") },
    { name: "academy", hint: t("enrollment.academyHint") },
    { name: "decidedOn", kind: "date", max: today() },
    { name: "ects", kind: "number", min: 0, max: 600, step: 1 },
    { name: "hours", kind: "number", label: t("column.completedHours"), min: 0, max: 10_000, step: 1 },
  ];
  return fields.map((one) => ({ ...one, value: result[one.name], pointer: `/result/${one.name}` }));
}

export const fundingText = (line) => `${code("funding", line.kind)}${line.funder ? ` (${line.funder})` : ""} ${euros(line.amount)}`;

/** The dossier at the OPCO of a line, with what the OPCO pays. */
export function dossierText({ dossier }) {
  if (!dossier) {
    return "";
  }
  const paid = (dossier.instalments ?? []).reduce((sum, one) => sum + one.paid, 0);
  return [
    `${code("opco", dossier.opco)} ${dossier.internalNumber ?? ""}`.trim(),
    dossier.state && code("opcoState", dossier.state),
    dossier.committed !== undefined && t("funding.committed", euros(dossier.committed)),
    paid > 0 && t("funding.paid", euros(paid)),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What a person has to do about the money of a line; empty when nothing. */
export function nextStep(enrollment, { state, kind, amount, dossier }) {
  const reported = dossier?.state;
  const isCommitted = ["ENGAGE", "SOLDE"].includes(reported);
  const steps = [
    ["CHANGE_PAYER", state === "RUPTURED" || (state !== "REFUSED" && ["REFUSE", "ANNULE"].includes(reported))],
    ["ASK_OPCO", state === "APPROVED" && reported && !isCommitted],
    ["RECORD_DOSSIER", state === "REQUESTED" && kind === "OPCO" && !dossier],
    ["APPROVE_PART", state === "REQUESTED" && isCommitted && dossier.committed < amount],
    ["AWAIT_FUNDER", state === "REQUESTED"],
  ];
  const step = LIVE.includes(enrollment.state) && steps.find(([, isNext]) => isNext);
  return step ? code("nextStep", step[0]) : "";
}

/**
 * The changes of a funding line: those of `waiting` record the decision of its funder. `fields(line)` are as above.
 * That of `dossier` is for the staff of partners, too.
 */
const LINE_CHANGES = [
  { path: "approval", waiting: true, fields: () => [] },
  { path: "refusal", waiting: true, fields: () => [reason()] },
  {
    path: "partial-approval",
    waiting: true,
    fields: (line) => [
      { name: "amount", kind: "number", label: t("funding.approved"), min: 0.01, max: line.amount, step: 0.01, required: true },
      ...payerFields("rest", t("funding.rest")),
      reason(),
    ],
  },
  {
    path: "opco-dossier",
    dossier: true,
    fields: ({ dossier }) => [
      { name: "opco", group: "opco", required: true, none: t("choose"), value: dossier?.opco },
      { name: "internalNumber", required: true, hint: t("funding.dossierHint"), value: dossier?.internalNumber },
    ],
  },
  {
    path: "payer-change",
    fields: (line) => [
      ...payerFields("payer", t("funding.payer")),
      { name: "amount", kind: "number", label: t("funding.part"), hint: t("funding.partHint", euros(line.amount)), min: 0.01, max: line.amount, step: 0.01 },
      reason(),
    ],
  },
];

function payerFields(member, label) {
  return [
    { name: "payer", label, group: "funding", required: true, none: t("choose"), pointer: `/${member}/kind` },
    { name: "funder", label: t("funding.funder"), pointer: `/${member}/funder` },
  ];
}

/** The buttons for a funding line. The office records what funders decide, and who pays. */
export function lineButtons(enrollment, line, region, done) {
  const isWaiting = enrollment.state === "PENDING_FUNDING" && line.state === "REQUESTED";
  const mayChangePayer = LIVE.includes(enrollment.state) && line.state !== "REFUSED";
  const mayRecord = mayChangePayer && line.kind === "OPCO" && may("enrollments:write");
  const possible = LINE_CHANGES.filter((one) => (one.dossier ? mayRecord : isOfficer() && (one.waiting ? isWaiting : mayChangePayer)));
  return possible.map((change) => {
    const path = `/v1/enrollments/${enrollment.id}/funding-lines/${line.id}/${change.path}`;
    const fields = change.fields(line);
    const question = () => ({
      text: studentName(enrollment.studentId).then((name) => `${name} – ${fundingText(line)}`),
      fields,
      run: (values) => post(path, fields.length > 0 ? bodyOf(fields, values) : undefined).then(() => t(`funding.${change.path}.done`)),
    });
    return dialogButton(t(`funding.${change.path}`), region, question, done, { class: change.path === "approval" ? "primary" : null });
  });
}

// What an enrollment has beside its fundings: the adaptations of an athlete, and the contracts of an apprentice.

import { agreement, all, isOfficer, isTrainingCentre, may, ownPartner, partnerChoice, partnerName, post, save, studentName, studentOf } from "./data.js";
import { payersField } from "./enroll.js";
import { bodyOf, code, day, dialogButton, euros, filled, h, headings, managed, patchOf, reason, t, today, withWarnings } from "./ui.js";

const CONTRACTS = "/v1/apprenticeship-contracts";
const OPEN = ["PENDING_FUNDING", "CONFIRMED", "ACTIVE"];

/** Both, where there is something to show or to do. */
export async function schoolingOf(one, region, done) {
  const { situation = {} } = (await studentOf(one.studentId).catch(() => null)) ?? {};
  const isOpen = OPEN.includes(one.state);
  const mayRecord = isOpen && situation.apprentice && (isOfficer() || isTrainingCentre()) && may("enrollments:write");
  return Promise.all([adaptations(one, isOfficer() && isOpen && situation.highLevelAthlete, region, done), contracts(one, mayRecord, region, done)]);
}

async function adaptations(one, mayAdd, region, done) {
  const path = `/v1/enrollments/${one.id}/adaptations`;
  const [given, found] = await Promise.all([all(path), agreement(one.agreementId).catch(() => null)]);
  const offered = (found?.effective ?? found)?.adaptations ?? [];
  const nameOf = (key) => offered.find((other) => other.code === key)?.description ?? key;
  const fields = [
    { name: "code", kind: "choice", label: t("column.adaptation"), values: offered.map((other) => [other.code, nameOf(other.code)]), required: true, none: t("choose") },
    ...["startsOn", "endsOn"].map((name) => ({ name, kind: "date", hint: t("adaptation.dayHint") })),
    { name: "amount", kind: "number", label: t("adaptation.price"), min: 0, step: 0.01, pointer: "/price/amount", hint: t("adaptation.priceHint") },
    payersField({ pointer: "/price/fundings" }),
    reason({ label: t("adaptation.reason"), required: false, pointer: "/price/reason" }),
  ];
  const add = { text: studentName(one.studentId), fields, run: (values) => post(path, bodyOf(fields, values)).then(() => t("adaptation.create.done")) };
  const end = (adaptation) => ({
    text: studentName(one.studentId).then((name) => `${name} – ${nameOf(adaptation.code)}`),
    fields: [{ name: "endsOn", kind: "date", required: true, min: adaptation.startsOn, max: adaptation.endsOn }, reason()],
    run: (values) => post(`${path}/${adaptation.id}/end`, values).then(() => t("adaptation.end.done")),
  });
  const row = (adaptation) => [
    nameOf(adaptation.code),
    day(adaptation.startsOn),
    day(adaptation.endsOn),
    adaptation.price === undefined ? "" : euros(adaptation.price),
    adaptation.endReason ?? adaptation.priceReason ?? "",
    adaptation.approvedBy,
    isOfficer() && adaptation.endsOn > today() ? dialogButton(t("adaptation.end"), region, () => end(adaptation), done) : "",
  ];
  const button = mayAdd && offered.length > 0 ? dialogButton(t("adaptation.create"), region, add, done) : null;
  return given.length > 0 || button ? managed(t("adaptation.title"), headings("adaptation", "startsOn", "endsOn", "price", "reason", "by"), given.map(row), button) : null;
}

async function contracts(one, mayAdd, region, done) {
  const found = await all(CONTRACTS, { enrollmentId: one.id });
  const correct = (contract) => dialogButton(t("contract.correct"), region, () => contractQuestion(one, contract), done);
  const rupture = (contract) => dialogButton(t("contract.rupture"), region, ruptureQuestion(one, contract), done);
  const row = (contract) => [
    contract.employerSiret,
    day(contract.startsOn),
    day(contract.endsOn),
    partnerName(contract.trainingCentreId),
    contract.rupturedOn ? `${day(contract.rupturedOn)} – ${code("ruptureCause", contract.ruptureCause)}` : "",
    contract.rupturedOn || !may("enrollments:write") ? "" : h("span", { class: "row" }, correct(contract), rupture(contract)),
  ];
  const button = mayAdd ? dialogButton(t("contract.create"), region, () => contractQuestion(one), done) : null;
  return found.length > 0 || button ? managed(t("contract.title"), headings("employerSiret", "startsOn", "endsOn", "trainingCentre", "rupturedOn"), found.map(row), button) : null;
}

/** The centre and the school of a contract. A partner sees no other one: a training centre records contracts with itself. */
async function hostFields() {
  const [centres, schools] = await Promise.all(["APPRENTICE_TRAINING_CENTRE", "UPPER_SECONDARY_SCHOOL"].map((kind) => partnerChoice({ kind })));
  return [
    { name: "trainingCentreId", kind: "choice", label: t("column.trainingCentre"), values: centres, required: true, none: t("choose") },
    { name: "hostSchoolId", kind: "choice", label: code("partyRole", "HOST_SCHOOL"), values: schools, none: t("site.noTarget") },
  ];
}

/** Records a contract of the apprentice, or corrects one. */
async function contractQuestion(one, contract) {
  const fields = filled([
    { name: "employerSiret", required: true, hint: t("partners.siretHint") },
    { name: "startsOn", kind: "date", required: true },
    { name: "endsOn", kind: "date", required: true },
    ...(isOfficer() ? await hostFields() : []),
  ], contract);
  return {
    text: studentName(one.studentId),
    fields: [...fields, { name: "insist", kind: "flag" }],
    run: async ({ insist, ...values }) => {
      const body = contract ? patchOf(fields, values) : { enrollmentId: one.id, trainingCentreId: ownPartner?.id, ...bodyOf(fields, values) };
      const saved = await save(CONTRACTS, contract, body, insist && "?insist=true");
      return withWarnings(t(contract ? "contract.correct.done" : "contract.create.done"), saved);
    },
  };
}

function ruptureQuestion(one, contract) {
  return {
    text: studentName(one.studentId),
    fields: [{ name: "rupturedOn", kind: "date", required: true, value: today() }, { name: "cause", group: "ruptureCause", required: true, none: t("choose") }],
    run: (values) => post(`${CONTRACTS}/${contract.id}/rupture`, values).then(() => t("contract.rupture.done")),
  };
}

// Work lists of the partnership office. Agreements are few, so these lists read all of them and sort them by any column.

import { all, get, lookup, partnerName, post } from "./data.js";
import { selectionOf } from "./states.js";
import { code, coded, CODES, counts, day, days, daysBetween, dialogButton, h, link, listPage, number, percent, pick, plus, reason, t, today } from "./ui.js";

const OFFICE = ["partnership-officer"];
export const agreementLink = (agreement) => link(`#/agreement/${agreement.id}`, agreement.number);

/** The terms that apply. An agreement without a framework has no others than its own. */
export const termsOf = (agreement) => agreement.effective ?? agreement;

/** The names of the parties, the signatories first. */
export async function partyNames(agreement) {
  const order = ["SIGNATORY", ...Object.keys(CODES.partyRole)];
  const parties = [...agreement.parties].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  return (await Promise.all(parties.map((party) => partnerName(party.partnerId)))).join(", ");
}

export const agreementColumns = {
  number: { name: "number", value: (one) => one.number, show: agreementLink },
  parties: { name: "parties", value: partyNames },
  endsOn: { name: "endsOn", value: (one) => termsOf(one).endsOn, show: (one) => day(termsOf(one).endsOn) },
};

/** The chosen rows of the agreements in force. */
async function inForce(chosen, query = {}) {
  const agreements = await all("/v1/agreements", { state: "IN_FORCE", ...query });
  return Object.assign(chosen(agreements), { truncated: agreements.truncated });
}

/** The columns of the agreement to which a row belongs. */
const ofAgreement = [
  { name: "number", value: (one) => one.agreement.number, show: (one) => agreementLink(one.agreement) },
  { name: "parties", value: (one) => partyNames(one.agreement) },
];
const partner = { name: "partner", value: (one) => partnerName(one.partnerId) };

/** The question that renews an agreement: the answer leads to the draft, which is completed and signed. */
export function renewal(one) {
  const { endsOn } = termsOf(one);
  return {
    text: t("renewals.text", one.number),
    fields: [
      { name: "startsOn", kind: "date", required: true, value: endsOn && plus(endsOn, { days: 1 }) },
      { name: "endsOn", kind: "date" },
    ],
    run: async (answer) => {
      const renewed = await post(`/v1/agreements/${one.id}/renewal`, answer);
      return h("span", {}, t("renewals.done"), " ", link(`#/draft/${renewed.id}`, renewed.number));
    },
  };
}

const renewalsPage = listPage({
  path: "renewals",
  roles: OFFICE,
  define: () => ({
    all: (filter) => inForce((agreements) => agreements.filter((one) => termsOf(one).endsOn), pick(filter, "endsTo")),
    order: "endsOn",
    filters: [{ name: "endsTo", kind: "date", initial: plus(today(), { months: 12 }) }],
    columns: [
      agreementColumns.number,
      "title",
      agreementColumns.parties,
      agreementColumns.endsOn,
      { name: "daysLeft", number: true, value: (one) => daysBetween(today(), termsOf(one).endsOn) },
    ],
    actions: (one, done, region) => [dialogButton(t("renewals.renew"), region, renewal(one), done)],
  }),
});

const NEARLY_ALL = 80;

/** The quotas that have reported their use, each with its agreement. */
function quotasOf(agreements) {
  return agreements.flatMap((agreement) =>
    agreement.seatQuotas
      .filter((quota) => quota.usage)
      .map((quota) => ({ ...quota, agreement, share: quota.usage.granted > 0 ? quota.usage.used / quota.usage.granted : 1 })),
  );
}

export const overQuotas = (agreements) => quotasOf(agreements).filter((quota) => quota.share * 100 >= NEARLY_ALL);

/** One row for each quota that has reported its use. */
const seatsPage = listPage({
  path: "seats",
  roles: OFFICE,
  define: () => ({
    all: ({ usedAtLeast = 0, academicYear }) => {
      const matches = (quota) => quota.share * 100 >= Number(usedAtLeast) && (!academicYear || quota.academicYear === academicYear);
      return inForce((agreements) => quotasOf(agreements).filter(matches));
    },
    order: "-share",
    filters: [{ name: "usedAtLeast", kind: "number", min: 0, initial: String(NEARLY_ALL) }, "academicYear"],
    columns: [
      ofAgreement,
      "academicYear",
      { name: "scope", value: quotaScope },
      { name: "granted", number: true, value: (one) => one.usage.granted },
      { name: "used", number: true, value: (one) => one.usage.used },
      { name: "left", number: true, value: (one) => one.usage.granted - one.usage.used },
      { name: "share", number: true, value: (one) => one.share, show: (one) => percent(one.share) },
    ],
  }),
});

export function quotaScope(quota) {
  return quota.trainingCode ?? (quota.family ? code("family", quota.family) : t("seats.allTrainings"));
}

const silentPage = listPage({
  path: "silent",
  roles: [...OFFICE, "enrollment-officer"],
  define: () => ({
    api: "/v1/transmissions/alerts",
    filters: [
      { name: "condition", group: "condition", initial: "SILENT" },
      { name: "state", group: "alertState", initial: "OPEN" },
    ],
    columns: [partner, coded("condition"), days("lastSentOn"), "reason", coded("state", "alertState")],
  }),
});

/** The suspended fundings of agreements, each with its agreement. */
export function suspendedFundings(agreements) {
  return agreements.flatMap((agreement) =>
    termsOf(agreement).fundings
      .filter((funding) => funding.state === "SUSPENDED")
      .map((funding) => ({ ...funding, agreement, isOwn: agreement.fundings.some((own) => own.kind === funding.kind) })),
  );
}

const suspendedFundingPage = listPage({
  path: "suspended-funding",
  roles: OFFICE,
  define: () => ({
    all: ({ funding }) => inForce((agreements) => suspendedFundings(agreements).filter((one) => !funding || one.kind === funding)),
    order: "since",
    filters: [{ name: "funding", group: "funding" }],
    columns: [
      ofAgreement,
      { name: "funding", value: (one) => code("funding", one.kind) },
      days("since"),
      "reason",
      { name: "waiting", number: true, value: waitingFor, show: (one) => waitingFor(one).then(number) },
    ],
    actions: (one, done, region) => (one.isOwn ? [dialogButton(t("suspended-funding.restore"), region, restoration(one), done)] : []),
  }),
});

function restoration({ agreement, kind }) {
  return {
    text: `${agreement.number} · ${code("funding", kind)}`,
    fields: [{ name: "since", kind: "date", value: today() }, reason({ required: false })],
    run: (answer) => post(`/v1/agreements/${agreement.id}/fundings/${kind}/restoration`, answer).then(() => t("suspended-funding.done")),
  };
}

const AGREEMENTS_AT_ONCE = 20; // with each kind of funding these are at most 100 groups, which fit into a page

/** For an agreement the number of enrollments that wait, by kind of funding. The office does not read enrollments. */
const waitingUnder = lookup(async (agreementIds) => {
  const question = { groupBy: "agreement,funding", fundingState: "REQUESTED", state: "PENDING_FUNDING" };
  const { items } = await get("/v1/statistics", { ...question, agreementId: agreementIds, limit: 100 });
  const counts = new Map(agreementIds.map((id) => [id, {}]));
  items.forEach((group) => (counts.get(group.key)[group.secondKey] = group.enrollments));
  return counts;
}, AGREEMENTS_AT_ONCE);

async function waitingFor(funding) {
  const counts = await waitingUnder(funding.agreement.id);
  return counts[funding.kind] ?? 0;
}

const needsPage = listPage({
  path: "needs",
  roles: [...OFFICE, "catalog-manager"],
  define: () => ({
    api: "/v1/training-needs",
    filters: [{ name: "state", group: "needState", initial: "EXPRESSED" }],
    columns: ["title", partner, days("expressedOn"), counts("level", "expectedEnrollments"), "description", coded("state", "needState")],
    actions: needActions,
    selection: selectionOf("needs", "/v1/training-needs", { study: ["EXPRESSED"] }, (one) => one.title),
  }),
});

function needActions(need, done, region) {
  const possible = { EXPRESSED: { study: [] }, UNDER_STUDY: { acceptance: [{ name: "trainingCode", required: true }], declination: [reason()] } };
  return Object.entries(possible[need.state] ?? {}).map(([name, fields]) => {
    const send = (answer) => post(`/v1/training-needs/${need.id}/${name}`, fields.length > 0 ? answer : undefined);
    return dialogButton(t(`needs.${name}`), region, { text: need.title, fields, run: (answer) => send(answer).then(() => t(`needs.${name}.done`)) }, done);
  });
}

export const partnershipPages = [renewalsPage, seatsPage, silentPage, suspendedFundingPage, needsPage];

// Work lists of the partnership office. Agreements are few, so these lists read all of them and sort them by any column.

import { get } from "../shared/api.js";
import { h, link } from "./dom.js";
import { dialogButton } from "./form.js";
import { day, daysBetween, number, percent, plus, today } from "./format.js";
import { pick } from "./enrollments.js";
import { showList } from "./list.js";
import { all, lookup, partnerName, post } from "./requests.js";
import { selectionOf } from "./states.js";
import { code, CODES, t } from "./texts.js";

const OFFICE = ["partnership-officer"];

export function agreementLink(agreement) {
  return link(`#/agreement/${agreement.id}`, agreement.number);
}

/** The terms that apply. An agreement without a framework has no others than its own. */
export function termsOf(agreement) {
  return agreement.effective ?? agreement;
}

/** The names of the parties, the signatories first. */
export async function partyNames(agreement) {
  const order = ["SIGNATORY", ...Object.keys(CODES.partyRole)];
  const parties = [...agreement.parties].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  return (await Promise.all(parties.map((party) => partnerName(party.partnerId)))).join(", ");
}

export const agreementColumns = {
  number: { name: "number", value: (one) => one.number, show: agreementLink },
  title: { name: "title", value: (one) => one.title },
  parties: { name: "parties", value: partyNames },
  state: { name: "state", value: (one) => code("agreementState", one.state) },
  endsOn: { name: "endsOn", value: (one) => termsOf(one).endsOn, show: (one) => day(termsOf(one).endsOn) },
};

async function inForce(query = {}) {
  return all("/v1/agreements", { state: "IN_FORCE", ...query });
}

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

const renewalsPage = {
  path: "renewals",
  roles: OFFICE,
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "renewals",
      all: async (filter) => {
        const agreements = await inForce(pick(filter, "endsTo"));
        const chosen = agreements.filter((one) => termsOf(one).endsOn);
        chosen.truncated = agreements.truncated;
        return chosen;
      },
      order: "endsOn",
      filters: [{ name: "endsTo", kind: "date", initial: plus(today(), { months: 12 }) }],
      columns: [
        agreementColumns.number,
        agreementColumns.title,
        agreementColumns.parties,
        agreementColumns.endsOn,
        { name: "daysLeft", number: true, value: (one) => daysBetween(today(), termsOf(one).endsOn) },
      ],
      actions: (one, done, region) => [dialogButton(t("renewals.renew"), region, renewal(one), done)],
    }),
};

const NEARLY_ALL = 80;

/** The quotas that have reported their use, each with its agreement. */
function quotasOf(agreements) {
  return agreements.flatMap((agreement) =>
    agreement.seatQuotas.filter((quota) => quota.usage).map((quota) => ({ ...quota, agreement, share: shareUsed(quota.usage) })),
  );
}

export function overQuotas(agreements) {
  return quotasOf(agreements).filter((quota) => quota.share * 100 >= NEARLY_ALL);
}

/** One row for each quota that has reported its use. */
const seatsPage = {
  path: "seats",
  roles: OFFICE,
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "seats",
      all: async (filter) => {
        const agreements = await inForce();
        const chosen = quotasOf(agreements).filter(
          (quota) =>
            quota.share * 100 >= Number(filter.usedAtLeast ?? 0) && (!filter.academicYear || quota.academicYear === filter.academicYear),
        );
        chosen.truncated = agreements.truncated;
        return chosen;
      },
      order: "-share",
      filters: [
        { name: "usedAtLeast", kind: "number", min: 0, initial: String(NEARLY_ALL) },
        { name: "academicYear", kind: "text" },
      ],
      columns: [
        { name: "number", value: (one) => one.agreement.number, show: (one) => agreementLink(one.agreement) },
        { name: "parties", value: (one) => partyNames(one.agreement) },
        { name: "academicYear", value: (one) => one.academicYear },
        { name: "scope", value: quotaScope },
        { name: "granted", number: true, value: (one) => one.usage.granted },
        { name: "used", number: true, value: (one) => one.usage.used },
        { name: "left", number: true, value: (one) => one.usage.granted - one.usage.used },
        { name: "share", number: true, value: (one) => one.share, show: (one) => percent(one.share) },
      ],
    }),
};

function shareUsed(usage) {
  return usage.granted > 0 ? usage.used / usage.granted : 1;
}

export function quotaScope(quota) {
  return quota.trainingCode ?? (quota.family ? code("family", quota.family) : t("seats.allTrainings"));
}

const silentPage = {
  path: "silent",
  roles: [...OFFICE, "enrollment-officer"],
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "silent",
      page: (filter, cursor, limit) =>
        get("/v1/transmissions/alerts", { ...pick(filter, "condition", "state"), cursor, limit }),
      filters: [
        { name: "condition", kind: "choice", group: "condition", values: Object.keys(CODES.condition), initial: "SILENT" },
        { name: "state", kind: "choice", group: "alertState", values: Object.keys(CODES.alertState), initial: "OPEN" },
      ],
      columns: [
        { name: "partner", value: (one) => partnerName(one.partnerId) },
        { name: "condition", value: (one) => code("condition", one.condition) },
        { name: "lastSentOn", value: (one) => one.lastSentOn, show: (one) => day(one.lastSentOn) },
        { name: "reason", value: (one) => one.reason },
        { name: "state", value: (one) => code("alertState", one.state) },
      ],
    }),
};

/** The suspended fundings of agreements, each with its agreement. */
export function suspendedFundings(agreements) {
  return agreements.flatMap((agreement) =>
    termsOf(agreement).fundings
      .filter((funding) => funding.state === "SUSPENDED")
      .map((funding) => ({ ...funding, agreement, isOwn: agreement.fundings.some((own) => own.kind === funding.kind) })),
  );
}

const suspendedFundingPage = {
  path: "suspended-funding",
  roles: OFFICE,
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "suspended-funding",
      all: async (filter) => {
        const agreements = await inForce();
        const chosen = suspendedFundings(agreements).filter((funding) => !filter.funding || funding.kind === filter.funding);
        chosen.truncated = agreements.truncated;
        return chosen;
      },
      order: "since",
      filters: [{ name: "funding", kind: "choice", group: "funding", values: Object.keys(CODES.funding) }],
      columns: [
        { name: "number", value: (one) => one.agreement.number, show: (one) => agreementLink(one.agreement) },
        { name: "parties", value: (one) => partyNames(one.agreement) },
        { name: "funding", value: (one) => code("funding", one.kind) },
        { name: "since", value: (one) => one.since, show: (one) => day(one.since) },
        { name: "reason", value: (one) => one.reason },
        { name: "waiting", number: true, value: waitingFor, show: (one) => waitingFor(one).then(number) },
      ],
      actions: (one, done, region) => (one.isOwn ? [dialogButton(t("suspended-funding.restore"), region, restoration(one), done)] : []),
    }),
};

function restoration(one) {
  return {
    text: `${one.agreement.number} · ${code("funding", one.kind)}`,
    fields: [
      { name: "since", kind: "date", value: today() },
      { name: "reason", kind: "area" },
    ],
    run: async (answer) => {
      await post(`/v1/agreements/${one.agreement.id}/fundings/${one.kind}/restoration`, answer);
      return t("suspended-funding.done");
    },
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

const needsPage = {
  path: "needs",
  roles: [...OFFICE, "catalog-manager"],
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "needs",
      page: (filter, cursor, limit) => get("/v1/training-needs", { ...pick(filter, "state"), cursor, limit }),
      filters: [{ name: "state", kind: "choice", group: "needState", values: Object.keys(CODES.needState), initial: "EXPRESSED" }],
      columns: [
        { name: "title", value: (one) => one.title },
        { name: "partner", value: (one) => partnerName(one.partnerId) },
        { name: "expressedOn", value: (one) => one.expressedOn, show: (one) => day(one.expressedOn) },
        { name: "level", number: true, value: (one) => one.level },
        { name: "expectedEnrollments", number: true, value: (one) => one.expectedEnrollments },
        { name: "description", value: (one) => one.description },
        { name: "state", value: (one) => code("needState", one.state) },
      ],
      actions: needActions,
      selection: selectionOf("needs", "/v1/training-needs", { study: ["EXPRESSED"] }, (one) => one.title),
    }),
};

function needActions(need, done, region) {
  const action = (name, fields = []) =>
    dialogButton(
      t(`needs.${name}`),
      region,
      {
        text: need.title,
        fields,
        run: async (answer) => {
          await post(`/v1/training-needs/${need.id}/${name}`, fields.length > 0 ? answer : undefined);
          return t(`needs.${name}.done`);
        },
      },
      done,
    );
  switch (need.state) {
    case "EXPRESSED":
      return [action("study")];
    case "UNDER_STUDY":
      return [
        action("acceptance", [{ name: "trainingCode", kind: "text", required: true }]),
        action("declination", [{ name: "reason", kind: "area", required: true }]),
      ];
    default:
      return [];
  }
}

export const partnershipPages = [renewalsPage, seatsPage, silentPage, suspendedFundingPage, needsPage];

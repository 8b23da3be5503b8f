// What the partnership office may do with an agreement: at once, or planned for a later day.

import { rolesOfPerson } from "../shared/sign-in.js";
import { dialogButton } from "./form.js";
import { day, plus, today } from "./format.js";
import { quotaScope } from "./partnership.js";
import { post } from "./requests.js";
import { code, t } from "./texts.js";

export const isOffice = () => rolesOfPerson().includes("partnership-officer");

function reason(required = true) {
  return { name: "reason", kind: "area", required };
}

const sinceAndReason = () => [{ name: "since", kind: "date", value: today(), max: today() }, reason()];

/** The changes of state: in which states of the agreement, the fields, and the body that their values make. */
const ACTIONS = [
  {
    path: "signature",
    states: ["DRAFT"],
    fields: () => [{ name: "signedOn", kind: "date", label: t("agreement.signedOn"), pointer: "/signedOn/value", hint: t("agreement.signedOnHint") }],
    body: ({ signedOn }) => (signedOn ? { signedOn: { value: signedOn, precision: "DAY" } } : {}),
  },
  { path: "suspension", states: ["IN_FORCE"], fields: sinceAndReason },
  { path: "resumption", states: ["SUSPENDED"], fields: () => [{ name: "since", kind: "date", value: today(), max: today() }, reason(false)] },
  { path: "termination", states: ["DRAFT", "SIGNED", "IN_FORCE", "SUSPENDED"], fields: sinceAndReason },
];

/** The buttons for the changes of state that are possible now. */
export function actionsOf(agreement, region, done) {
  const possible = isOffice() ? ACTIONS.filter((one) => one.states.includes(agreement.state)) : [];
  return possible.map(({ path, fields, body = (values) => values }) =>
    dialogButton(
      t(`agreement.${path}`),
      region,
      () => ({
        text: nameOf(agreement),
        fields: fields(),
        run: async (values) => {
          await post(`/v1/agreements/${agreement.id}/${path}`, body(values));
          return t(`agreement.${path}.done`);
        },
      }),
      done,
    ),
  );
}

function nameOf(agreement) {
  return [agreement.number, agreement.title].filter(Boolean).join(" – ");
}

/** What can be planned: the kind, the fields of its terms, and the terms that their values make. */
const PLANS = [
  { name: "amendment", kind: "AMENDMENT", fields: amendmentFields, changes: amendmentChanges },
  { name: "price", kind: "AMENDMENT", fields: priceFields, changes: priceChanges },
  { name: "suspension", kind: "SUSPENSION" },
  { name: "resumption", kind: "RESUMPTION" },
  { name: "termination", kind: "TERMINATION" },
];

/** The buttons that plan a change for a later day. */
export function planButtons(agreement, region, done) {
  const possible = isOffice() && ["SIGNED", "IN_FORCE", "SUSPENDED"].includes(agreement.state) ? PLANS : [];
  return possible.map(({ name, kind, fields = () => [], changes = () => undefined }) =>
    dialogButton(
      t(`plan.${name}`),
      region,
      () => {
        const tomorrow = plus(today(), { days: 1 });
        return {
          text: nameOf(agreement),
          fields: [{ name: "effectiveOn", kind: "date", min: tomorrow, value: tomorrow, required: true }, ...fields(agreement), reason()],
          run: async ({ effectiveOn, reason: why, ...values }) => {
            await post(`/v1/agreements/${agreement.id}/planned-changes`, { kind, effectiveOn, reason: why, changes: changes(values, agreement) });
            return t("plan.done", day(effectiveOn));
          },
        };
      },
      done,
    ),
  );
}

/** The buttons that record an amendment, or a new price, that is in effect already. */
export function amendButtons(agreement, region, done) {
  const possible = isOffice() && ["SIGNED", "IN_FORCE", "SUSPENDED"].includes(agreement.state) ? PLANS.filter((one) => one.changes) : [];
  return possible.map(({ name, fields, changes }) => {
    const question = () => ({
      text: nameOf(agreement),
      fields: [
        { name: "effectiveOn", kind: "date", max: today(), value: today(), required: true },
        { name: "signedOn", kind: "date", label: t("agreement.signedOn"), pointer: "/signedOn/value", max: today() },
        ...fields(agreement),
        reason(),
      ],
      run: async ({ effectiveOn, signedOn, reason: why, ...values }) => {
        const body = { effectiveOn, reason: why, signedOn: signedOn && { value: signedOn, precision: "DAY" }, changes: changes(values, agreement) };
        await post(`/v1/agreements/${agreement.id}/amendments`, body);
        return t("amend.done", day(effectiveOn));
      },
    });
    return dialogButton(t(`amend.${name}`), region, question, done);
  });
}

/** A new end, more or fewer seats of one quota, or the seats of another year. */
function amendmentFields(agreement) {
  const quotas = agreement.seatQuotas.map((quota, i) => [String(i), `${quota.academicYear} · ${quotaScope(quota)} (${quota.seats})`]);
  return [
    { name: "endsOn", kind: "date", label: t("plan.endsOn"), pointer: "/changes/endsOn" },
    { name: "quota", kind: "choice", label: t("plan.quota"), values: [...quotas, ["new", t("plan.newYear")]], none: t("plan.unchanged") },
    { name: "academicYear", kind: "text", label: t("plan.academicYear"), hint: t("plan.academicYearHint"), pointer: `/changes/seatQuotas/${quotas.length}/academicYear` },
    { name: "seats", kind: "number", label: t("plan.seats"), min: 0, step: 1, pointer: "/changes/seatQuotas" },
    { name: "minWeeklyAttendanceHours", kind: "number", label: t("agreement.hours"), min: 0, step: 1, pointer: "/changes/minWeeklyAttendanceHours" },
  ];
}

/** An amendment replaces all quotas, so the others are sent as they are. */
function amendmentChanges({ endsOn, quota, academicYear: newYear, seats, minWeeklyAttendanceHours: hours }, agreement) {
  const wanted = seats && Number(seats); // the API refuses a quota without seats
  const quotas = agreement.seatQuotas.map(({ academicYear, family, trainingCode, seats: before }, i) => ({
    academicYear,
    family,
    trainingCode,
    seats: String(i) === quota ? wanted : before,
  }));
  if (quota === "new") {
    quotas.push({ academicYear: newYear, seats: wanted });
  }
  return { endsOn, seatQuotas: quota === undefined ? undefined : quotas, minWeeklyAttendanceHours: hours && Number(hours) };
}

export function priceFields() {
  return [
    { name: "discountPercent", kind: "number", label: t("plan.discount"), min: 0, max: 100, step: 0.01, pointer: "/changes/tariff/discountPercent" },
    { name: "fixedPrice", kind: "number", label: t("plan.fixedPrice"), hint: t("plan.priceHint"), min: 0, step: 0.01, pointer: "/changes/tariff/fixedPrice" },
  ];
}

/** A merge patch: the other way to set the price is cleared, and without a price the catalogue's applies. */
export function priceChanges({ discountPercent: discount, fixedPrice: price }) {
  if (discount === undefined && price === undefined) {
    return { tariff: null };
  }
  return {
    tariff: {
      discountPercent: discount === undefined ? null : Number(discount),
      fixedPrice: price === undefined ? null : { amount: Number(price), currency: "EUR" },
    },
  };
}

/** The button that withdraws a planned change, or removes one that failed. */
export function withdrawButton(agreement, change, region, done) {
  const question = () => ({
    text: t("plan.withdrawText", nameOf(agreement), code("plannedChangeKind", change.kind), day(change.effectiveOn)),
    fields: [reason()],
    run: async (values) => {
      await post(`/v1/agreements/${agreement.id}/planned-changes/${change.id}/withdrawal`, values);
      return t("plan.withdraw.done");
    },
  });
  return dialogButton(t("plan.withdraw"), region, question, done);
}

// What the partnership office may do with an agreement: at once, or planned for a later day.

import { isOffice, post, Problem } from "./data.js";
import { quotaScope } from "./partnership.js";
import { code, day, dialogButton, plus, reason, t, today } from "./ui.js";

const sinceAndReason = (more) => [{ name: "since", kind: "date", value: today(), max: today() }, reason(more)];

/** The changes of state: in which states of the agreement, the fields, and the body that their values make. */
const ACTIONS = [
  {
    path: "signature",
    states: ["DRAFT"],
    fields: () => [{ name: "signedOn", kind: "date", label: t("agreement.signedOn"), pointer: "/signedOn/value", hint: t("agreement.signedOnHint") }],
    body: ({ signedOn }) => (signedOn ? { signedOn: { value: signedOn, precision: "DAY" } } : {}),
  },
  { path: "suspension", states: ["IN_FORCE"], fields: () => sinceAndReason() },
  { path: "resumption", states: ["SUSPENDED"], fields: () => sinceAndReason({ required: false }) },
  { path: "termination", states: ["DRAFT", "SIGNED", "IN_FORCE", "SUSPENDED"], fields: () => sinceAndReason() },
];

/** The buttons for the changes of state that are possible now. */
export function actionsOf(agreement, region, done) {
  const possible = isOffice() ? ACTIONS.filter((one) => one.states.includes(agreement.state)) : [];
  return possible.map(({ path, fields, body = (values) => values }) => {
    const run = (values) => post(`/v1/agreements/${agreement.id}/${path}`, body(values)).then(() => t(`agreement.${path}.done`));
    return dialogButton(t(`agreement.${path}`), region, () => ({ text: nameOf(agreement), fields: fields(), run }), done);
  });
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
  return changeButtons("plan", PLANS, agreement, region, done, (kind) => {
    const tomorrow = plus(today(), { days: 1 });
    return { path: "planned-changes", fixed: { kind }, fields: [{ name: "effectiveOn", kind: "date", min: tomorrow, value: tomorrow, required: true }] };
  });
}

/** The buttons that record an amendment, or a new price, that is in effect already. */
export function amendButtons(agreement, region, done) {
  const signedOn = { name: "signedOn", kind: "date", label: t("agreement.signedOn"), pointer: "/signedOn/value", max: today() };
  const effectiveOn = { name: "effectiveOn", kind: "date", max: today(), value: today(), required: true };
  const amendments = PLANS.filter((one) => one.changes);
  return changeButtons("amend", amendments, agreement, region, done, () => ({ path: "amendments", fields: [effectiveOn, signedOn] }));
}

/** `way(kind)` says where a change is sent, and its own fields. */
function changeButtons(begin, changes, agreement, region, done, way) {
  const possible = isOffice() && ["SIGNED", "IN_FORCE", "SUSPENDED"].includes(agreement.state) ? changes : [];
  return possible.map(({ name, kind, fields = () => [], changes: terms = () => undefined }) => {
    const question = () => {
      const { path, fixed, fields: own } = way(kind);
      return {
        text: nameOf(agreement),
        fields: [...own, ...fields(agreement), reason()],
        run: ({ effectiveOn, signedOn, reason: why, ...values }) => {
          const signed = signedOn && { value: signedOn, precision: "DAY" };
          const body = { ...fixed, effectiveOn, reason: why, signedOn: signed, changes: terms(values, agreement) };
          return post(`/v1/agreements/${agreement.id}/${path}`, body).then(() => t(`${begin}.done`, day(effectiveOn)));
        },
      };
    };
    return dialogButton(t(`${begin}.${name}`), region, question, done);
  });
}

/** A new end, more or fewer seats of one quota, or the seats of another year. */
function amendmentFields(agreement) {
  const quotas = agreement.seatQuotas.map((quota, i) => [String(i), `${quota.academicYear} · ${quotaScope(quota)} (${quota.seats})`]);
  return [
    { name: "endsOn", kind: "date", label: t("plan.endsOn"), pointer: "/changes/endsOn" },
    { name: "quota", kind: "choice", label: t("plan.quota"), values: [...quotas, ["new", t("plan.newYear")]], none: t("plan.unchanged") },
    { name: "academicYear", label: t("plan.academicYear"), hint: t("plan.academicYearHint"), pointer: `/changes/seatQuotas/${quotas.length}/academicYear` },
    { name: "seats", kind: "number", label: t("plan.seats"), min: 0, step: 1, pointer: "/changes/seatQuotas" },
    { name: "minWeeklyAttendanceHours", kind: "number", label: t("agreement.hours"), min: 0, step: 1, pointer: "/changes/minWeeklyAttendanceHours" },
  ];
}

/** An amendment replaces all quotas, so the others are sent as they are. */
export function amendmentChanges({ endsOn, quota, academicYear: newYear, seats, minWeeklyAttendanceHours: hours }, agreement) {
  if ((quota === undefined && seats) || (quota !== "new" && newYear)) {
    const detail = t("plan.quotaMissing");
    throw new Problem(422, { detail, errors: [{ pointer: "/quota", detail }] });
  }
  const wanted = seats && Number(seats); // the API refuses a quota without seats
  const seatsOf = (before, i) => (String(i) === quota ? wanted : before);
  const quotas = agreement.seatQuotas.map(({ academicYear, family, trainingCode, seats: before }, i) => ({ academicYear, family, trainingCode, seats: seatsOf(before, i) }));
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
    run: (values) => post(`/v1/agreements/${agreement.id}/planned-changes/${change.id}/withdrawal`, values).then(() => t("plan.withdraw.done")),
  });
  return dialogButton(t("plan.withdraw"), region, question, done);
}

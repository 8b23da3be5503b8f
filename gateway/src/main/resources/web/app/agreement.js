// Agreements: the list, and the page of one agreement with its life, its amendments, its seats and its money. Partners read
// their own.

import { actionsOf, amendButtons, planButtons, withdrawButton } from "./agreement-changes.js";
import { bars, figure, timeline } from "./chart.js";
import { agreementName, all, get, isOffice, isPartner, partnerName } from "./data.js";
import { refundText } from "./enrollment-changes.js";
import { agreementColumns, agreementLink, partyNames, quotaScope, renewal, termsOf } from "./partnership.js";
import { academicYear, append, code, coded, day, dialogButton, euros, facts, h, has, headings, instant, labelled, later, listPage, number, partialDate, pick, problemText, sums, t, table, titled, today } from "./ui.js";

const ROLES = ["partnership-officer", "partner"];

const agreementsPage = listPage({
  path: "agreements",
  roles: ROLES,
  title: () => (isPartner() ? "agreements.ours" : "agreements.title"),
  define: () => ({
    create: isOffice() ? { text: t("draft.create"), address: "#/draft" } : null,
    page: ({ words: q, ...filter }, cursor, limit) =>
      get("/v1/agreements", { ...pick(filter, "state", "kind", "number", "plannedChange", "partnerId"), q, cursor, limit }),
    filters: [
      { name: "words", hint: t("agreements.wordsHint") },
      { name: "state", group: "agreementState" },
      { name: "kind", group: "agreementKind" },
      "number",
      { name: "plannedChange", group: "plannedChangeState" },
    ],
    columns: [
      agreementColumns.number,
      "title",
      agreementColumns.parties,
      coded("kind", "agreementKind"),
      coded("state", "agreementState"),
      agreementColumns.endsOn,
      { name: "seatsLeft", number: true, value: seatsLeft },
    ],
  }),
});

/** The seats of the present academic year that no enrollment holds; nothing when no use is reported. */
function seatsLeft({ seatQuotas }) {
  const quotas = seatQuotas.filter((quota) => quota.usage && quota.academicYear === academicYear(today()));
  return quotas.length === 0 ? "" : quotas.reduce((left, { usage }) => left + usage.granted - usage.used, 0);
}

const agreementPage = {
  path: "agreement",
  roles: ROLES,
  show: async (main, address, region) => {
    const path = `/v1/agreements/${address.id}`;
    const [agreement, history, amendments] = await Promise.all([
      get(path),
      isOffice() ? all(`${path}/history`, {}, 1000) : [],
      all(`${path}/amendments`, {}, 1000).catch(hidden),
    ]);
    const isWhole = amendments !== null;
    address.heading(t("agreement.heading", agreement.number, agreement.title ?? ""));
    append(main, [
      factsOf(agreement, isWhole),
      h("p", { class: "row" }, agreementButtons(agreement, region, address.done)),
      isWhole ? planned(agreement, region, address.done) : null,
      isOffice() ? life(agreement, history) : null,
      isWhole ? [h("h2", {}, t("agreement.amendments")), amendments.length === 0 ? h("p", {}, t("agreement.noAmendment")) : amendments.map(amendmentOf)] : null,
      seats(agreement),
      isWhole && agreement.state !== "DRAFT" ? await amountsOf(agreement) : null,
    ]);
  },
};

/** A party of a framework sees the agreements under it without their amendments, prices, planned changes and amounts. */
function hidden(problem) {
  if (problem.status !== 404) {
    throw problem;
  }
  return null;
}

function agreementButtons(agreement, region, done) {
  const mayRenew = isOffice() && ["SIGNED", "IN_FORCE", "SUSPENDED", "EXPIRED"].includes(agreement.state);
  return [
    isOffice() && agreement.state === "DRAFT" ? h("a", { class: "button", href: `#/draft/${agreement.id}` }, t("draft.go")) : null,
    actionsOf(agreement, region, done),
    amendButtons(agreement, region, done),
    mayRenew ? dialogButton(t("renewals.renew"), region, () => renewal(agreement), done) : null,
  ];
}

const AMOUNTS = ["agreed", "approved", "waiting", "refused", "withdrawn", "refunded"];

/** The money of the agreement by payer. */
async function amountsOf(agreement) {
  const title = t("agreement.amounts");
  try {
    const { payers, total } = await get("/v1/fundings/amounts", { agreementId: agreement.id });
    const row = (name, amounts) => [name, ...AMOUNTS.map((one) => euros(amounts[one]))];
    const names = [t("agreement.payer"), ...AMOUNTS.map((one) => t(`agreement.amount.${one}`))];
    const rows = [...payers.map((one) => row(code("funding", one.kind), one.amounts)), row(t("agreement.total"), total)];
    const shown = table(title, names, rows, { numbers: AMOUNTS.map((one, i) => i + 1), hideCaption: true });
    return [h("h2", {}, title), h("p", { class: "quiet" }, t("agreement.amountsDefinition")), shown];
  } catch (problem) {
    return [h("h2", {}, title), problemText(problem)];
  }
}

function priceOf(tariff) {
  return tariff ? valueText(tariff) : t("agreement.cataloguePrice");
}

function factsOf(agreement, isWhole) {
  const effective = termsOf(agreement);
  const related = (id) => (id ? get(`/v1/agreements/${id}`).then(agreementLink, () => t("hidden")) : null);
  return facts([
    [t("column.kind"), code("agreementKind", agreement.kind)],
    [t("column.state"), `${code("agreementState", agreement.state)} (${day(agreement.stateSince)})`],
    [t("column.reason"), agreement.stateReason],
    [t("column.parties"), partyNames(agreement)],
    [t("agreement.term"), `${day(effective.startsOn) || "…"} – ${day(effective.endsOn) || "…"}`],
    [t("agreement.signedOn"), partialDate(agreement.signedOn)],
    [t("agreement.families"), (effective.scope.families ?? []).map((family) => code("family", family)).join(", ")],
    [t("agreement.trainings"), (effective.scope.trainingCodes ?? []).join(", ")],
    [t("agreement.tariff"), isWhole ? priceOf(effective.tariff) : null],
    [t("agreement.fundings"), valueText(effective.fundings)],
    [t("agreement.refund"), effective.refund ? valueText(effective.refund) : null],
    [t("agreement.hours"), effective.minWeeklyAttendanceHours],
    [t("agreement.framework"), related(agreement.parentId)],
    [t("agreement.predecessor"), related(agreement.predecessorId)],
  ]);
}

/** The states as spans of time, the other events as marks. */
function life(agreement, history) {
  const until = [termsOf(agreement).endsOn, today()].filter(Boolean).sort().at(-1);
  const turns = turnsOf(history);
  const spans = turns.map((entry, i) => ({
    from: entry.effectiveOn,
    to: turns[i + 1]?.effectiveOn ?? (until > entry.effectiveOn ? until : entry.effectiveOn),
    kind: `state-${entry.state.toLowerCase()}`,
    label: code("agreementState", entry.state),
  }));
  const marks = history.map((entry) => ({ on: entry.effectiveOn, label: labelled(day(entry.effectiveOn), actionText(entry)) }));
  return figure({
    name: `life-${agreement.number}`,
    title: t("agreement.life"),
    definition: t("agreement.lifeDefinition"),
    drawing: spans.length > 0 ? timeline(t("agreement.life"), spans, marks) : null,
    header: headings("date", "action", "state", "reason", "by", "recordedAt"),
    rows: history.map((entry) => [
      day(entry.effectiveOn),
      actionText(entry),
      code("agreementState", entry.state),
      entry.reason ?? entry.funding?.reason ?? "",
      code("actor", entry.recordedBy),
      instant(entry.recordedAt),
    ]),
    numbers: [],
  });
}

/** The changes of state by effective date. A change that is effective before an earlier recorded one replaces it. */
export function turnsOf(history) {
  const turns = [];
  for (const entry of history.filter((one, i) => i === 0 || one.state !== history[i - 1].state)) {
    while (turns.length > 0 && turns.at(-1).effectiveOn >= entry.effectiveOn) {
      turns.pop();
    }
    turns.push(entry);
  }
  return turns;
}

function actionText(entry) {
  const detail = entry.funding
    ? code("funding", entry.funding.kind)
    : entry.planned
      ? `${code("plannedChangeKind", entry.planned.kind)} (${day(entry.planned.effectiveOn)})`
      : entry.amendment
        ? t("agreement.number", entry.amendment)
        : "";
  return [code("historyAction", entry.action), detail].filter(Boolean).join(" · ");
}

/** What is planned for later days, and what failed. */
function planned(agreement, region, again) {
  const changes = agreement.plannedChanges ?? [];
  const terms = (change) => Object.entries(change.changes ?? {}).map(([name, value]) => labelled(termName(name), valueText(value) || t("agreement.nothing")));
  return [
    titled(
      t("agreement.planned"),
      [...headings("date", "action", "after", "state", "reason", "by"), ...(isOffice() ? [t("list.actions")] : [])],
      changes.map((change) => [
        day(change.effectiveOn),
        code("plannedChangeKind", change.kind),
        lines(terms(change)),
        change.failure ? labelled(code("plannedChangeState", change.state), change.failure) : code("plannedChangeState", change.state),
        change.reason,
        change.plannedBy,
        ...(isOffice() ? [withdrawButton(agreement, change, region, again)] : []),
      ]),
      { empty: t("agreement.nothingPlanned") },
    ),
    h("p", { class: "row" }, planButtons(agreement, region, again)),
  ];
}

/** An amendment as differences: each changed term with its earlier and its new value. */
function amendmentOf(amendment) {
  const title = t("agreement.amendment", amendment.number, day(amendment.effectiveOn));
  const scoped = (pointer, value) => (pointer.startsWith("/scope/") ? scopeText({ [pointer.split("/")[2]]: value }) : lines(value));
  const text = (pointer, value) => (pointer === "/parentId" ? later(agreementName(value)) : scoped(pointer, value));
  const shown = (tag, pointer, value) => (value === undefined ? h("span", { class: "quiet" }, t("agreement.nothing")) : h(tag, {}, text(pointer, value)));
  const rows = amendment.changes.map(({ pointer, before, after }) => [termName(pointer), shown("del", pointer, before), shown("ins", pointer, after)]);
  return h(
    "section",
    { class: "card" },
    h("h3", {}, title),
    amendment.reason ? h("p", {}, amendment.reason) : null,
    amendment.signedOn ? h("p", { class: "quiet" }, labelled(t("agreement.signedOn"), partialDate(amendment.signedOn))) : null,
    table(title, headings("term", "before", "after"), rows, { hideCaption: true }),
  );
}

function termName(pointer) {
  const [first, ...rest] = pointer.split("/").filter(Boolean);
  const key = `term.${first}`;
  return [has(key) ? t(key) : first, ...(first === "scope" ? [] : rest)].join(" / ");
}

/** One line for each element of an array. */
function lines(value) {
  const parts = Array.isArray(value) ? value : [value];
  return parts.map((part, i) => [i > 0 ? h("br") : null, part?.partnerId ? later(partyText(part)) : valueText(part)]);
}

async function partyText({ partnerId, role }) {
  return `${await partnerName(partnerId)} (${code("partyRole", role)})`;
}

function scopeText({ families = [], trainingCodes = [], modalities = [], ...levels }) {
  const words = [...families.map((one) => code("family", one)), ...trainingCodes, ...modalities.map((one) => code("modality", one))];
  return [...words, ...["minLevel", "maxLevel"].filter((name) => levels[name]).map((name) => labelled(t(`draft.${name}`), levels[name]))].join(", ");
}

/** The texts of objects, by a member that tells what they are. */
const TEXTS = {
  seats: (one) => labelled(`${one.academicYear} · ${quotaScope(one)}`, number(one.seats)),
  currency: (one) => euros(one.amount),
  discountPercent: (one) => t("agreement.discount", number(one.discountPercent)),
  fixedPrice: (one) => valueText(one.fixedPrice),
  fullWithinDays: refundText,
  proRata: refundText,
  state: (one) => `${code("funding", one.kind)} (${code("fundingState", one.state)})`,
  partnerId: (one) => code("partyRole", one.role),
  families: scopeText,
  trainingCodes: scopeText,
  nature: (one) => one.description ?? one.code,
  kind: (one) => code("funding", one.kind),
};

export function valueText(value) {
  if (value === null || typeof value !== "object") {
    return typeof value === "number" ? number(value) : /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value) : String(value ?? "");
  }
  if (Array.isArray(value)) {
    return value.map(valueText).join(", ");
  }
  const known = Object.keys(TEXTS).find((member) => (value[member] ?? null) !== null);
  const parts = () => Object.entries(value).filter(([name]) => name !== "id");
  return known ? TEXTS[known](value) : parts().map(([name, one]) => labelled(name, valueText(one))).join(", ");
}

function seats(agreement) {
  const title = t("agreement.seats");
  const quotas = [...agreement.seatQuotas].sort((a, b) => a.academicYear.localeCompare(b.academicYear));
  const granted = sums(quotas, (quota) => quota.academicYear, (quota) => quota.usage?.granted ?? quota.seats);
  const used = sums(quotas, (quota) => quota.academicYear, (quota) => quota.usage?.used ?? 0);
  return figure({
    name: `seats-${agreement.number}`,
    title,
    definition: t("agreement.seatsDefinition"),
    drawing: bars(title, [...granted].map(([year, value]) => ({ label: year, values: [value, used.get(year)] })), headings("granted", "used")),
    header: headings("academicYear", "scope", "requested", "granted", "used"),
    rows: quotas.map((quota) => [quota.academicYear, quotaScope(quota), quota.seats, quota.usage?.granted ?? "", quota.usage?.used ?? ""]),
    numbers: [2, 3, 4],
  });
}

export const agreementPages = [agreementsPage, agreementPage];


// A draft of an agreement, step by step. Each step is saved in the draft: the API refuses a mistake at once, beside its field,
// and warns of what the signature would refuse.

import { priceChanges, priceFields } from "./agreement-changes.js";
import { all, get, partnerChoice, patch, post } from "./data.js";
import { agreementLink } from "./partnership.js";
import { append, h, link, pageForm, showResult, t } from "./ui.js";

/** The steps: the fields of the draft, and the terms that their values make. */
const STEPS = {
  parties: [partyFields, ({ title, ...values }, draft) => ({ ...values, title: title ?? (draft ? null : undefined) })],
  scope: [scopeFields, scopeTerms],
  seats: [seatFields, ({ seatQuotas }) => ({ seatQuotas })],
  prices: [pricesFields, pricesTerms],
  funding: [fundingFields, ({ fundings }) => ({ fundings: fundings.map((kind) => ({ kind })) })],
  dates: [dateFields, ({ startsOn = null, endsOn = null, hours }) => ({ startsOn, endsOn, minWeeklyAttendanceHours: hours ? Number(hours) : null })],
};
const NAMES = Object.keys(STEPS);

export const draftPage = {
  path: "draft",
  roles: ["partnership-officer"],
  show: async (main, address, region) => {
    const draft = address.id ? await get(`/v1/agreements/${address.id}`) : null;
    if (draft && draft.state !== "DRAFT") {
      append(main, h("p", { class: "message warn" }, t("draft.signed"), " ", agreementLink(draft)));
      return;
    }
    const step = draft && address.filter.step in STEPS ? address.filter.step : "parties";
    const [fields, termsOf] = STEPS[step];
    const [before, next] = [-1, 1].map((distance) => NAMES[NAMES.indexOf(step) + distance]);
    address.heading(draft ? t("draft.heading", draft.number) : t("draft.title"));
    const form = pageForm(await fields(draft, address.filter), t("draft.next"), save, before && link(`#/draft/${draft.id}?step=${before}`, t("draft.back")));
    append(main, [stepList(draft, step), h("h2", {}, t(`draft.${step}`)), h("p", { class: "quiet" }, t(`draft.${step}.hint`)), form]);

    async function save(values) {
      const terms = termsOf(values, draft);
      const saved = await (draft ? patch(`/v1/agreements/${draft.id}`, draft.revision, terms) : post("/v1/agreements", terms));
      const following = next ? `#/draft/${saved.id}?step=${next}` : `#/agreement/${saved.id}`;
      const warnings = (saved.warnings ?? []).filter(({ pointer }) => Object.keys(terms).includes(pointer.split("/")[1]));
      if (!draft || warnings.length === 0) {
        address.open(following);
        return;
      }
      draft.revision = saved.revision;
      showResult(region, h("span", {}, t("draft.warned"), h("ul", {}, warnings.map((one) => h("li", {}, one.detail))), link(following, t("draft.goOn"))));
    }
  },
};

function stepList(draft, step) {
  const item = (name) => (draft ? h("a", { href: `#/draft/${draft.id}?step=${name}`, "aria-current": name === step ? "step" : null }, t(`draft.${name}`)) : t(`draft.${name}`));
  return h("nav", { "aria-label": t("draft.steps") }, h("ol", { class: "steps" }, NAMES.map((name) => h("li", {}, item(name)))));
}

/** Kind, framework and model are chosen once. A draft is no model. */
async function partyFields(draft, filter) {
  const named = (found) => found.filter((one) => one.state !== "DRAFT").map((one) => [one.id, [one.number, one.title].filter(Boolean).join(" – ")]);
  const agreements = (query) => all("/v1/agreements", query).then(named);
  const [partners, frameworks, templates] = await Promise.all([
    partnerChoice({ relation: "AGREEMENT" }),
    draft ? [] : agreements({ kind: "FRAMEWORK", state: "IN_FORCE" }),
    draft ? [] : agreements({ kind: "TEMPLATE" }),
  ]);
  const origin = [
    { name: "kind", group: "agreementKind", required: true, value: "SPECIFIC" },
    { name: "parentId", kind: "choice", label: t("agreement.framework"), values: frameworks, none: t("draft.noFramework") },
    { name: "templateId", kind: "choice", label: t("draft.template"), values: templates, none: t("draft.noTemplate") },
  ];
  return [
    ...(draft ? [] : origin),
    { name: "title", value: draft?.title },
    {
      name: "parties",
      kind: "rows",
      columns: [
        { name: "partnerId", kind: "choice", label: t("column.partner"), values: partners, none: t("choose") },
        { name: "role", label: t("draft.role"), group: "partyRole", none: t("choose") },
      ],
      value: draft?.parties ?? (filter.partnerId ? [{ partnerId: filter.partnerId, role: "SIGNATORY" }] : []),
    },
  ];
}

function scopeFields({ scope }) {
  const level = (name) => ({ name, kind: "choice", label: t(`draft.${name}`), values: [3, 4, 5, 6, 7, 8], none: t("draft.anyLevel"), value: scope[name], pointer: `/scope/${name}` });
  const choices = (name, group, label) => ({ name, kind: "choices", label, group, value: scope[name], pointer: `/scope/${name}` });
  return [
    choices("families", "family", t("agreement.families")),
    { name: "trainingCodes", label: t("agreement.trainings"), hint: t("draft.codesHint"), value: (scope.trainingCodes ?? []).join(" "), pointer: "/scope/trainingCodes" },
    choices("modalities", "modality", t("column.modality")),
    level("minLevel"),
    level("maxLevel"),
  ];
}

function scopeTerms({ families, modalities, trainingCodes = "", minLevel, maxLevel }) {
  const level = (value) => (value ? Number(value) : null);
  return { scope: { families, modalities, trainingCodes: trainingCodes.split(/[\s,;]+/).filter(Boolean), minLevel: level(minLevel), maxLevel: level(maxLevel) } };
}

function seatFields({ seatQuotas }) {
  const seats = { name: "seats", kind: "number", label: t("draft.number"), min: 0, step: 1 };
  const columns = ["academicYear", seats, { name: "family", group: "family", none: t("seats.allTrainings") }, "trainingCode"];
  return [{ name: "seatQuotas", kind: "rows", label: t("draft.seats"), columns, value: seatQuotas }];
}

function pricesFields({ tariff, refund }) {
  const [discount, price] = priceFields().map((one) => ({ ...one, pointer: one.pointer.replace("/changes", "") }));
  return [
    { ...discount, value: tariff?.discountPercent },
    { ...price, value: tariff?.fixedPrice?.amount },
    { name: "fullWithinDays", kind: "number", label: t("draft.fullWithinDays"), min: 0, max: 366, step: 1, value: refund?.fullWithinDays, pointer: "/refund/fullWithinDays" },
    { name: "proRata", kind: "flag", label: t("draft.proRata"), value: refund?.proRata, pointer: "/refund/proRata" },
  ];
}

function pricesTerms({ fullWithinDays, proRata, ...price }) {
  const refund = { fullWithinDays: fullWithinDays ? Number(fullWithinDays) : null, proRata: proRata ? true : null };
  return { ...priceChanges(price), refund: fullWithinDays || proRata ? refund : null };
}

function fundingFields({ fundings }) {
  return [{ name: "fundings", kind: "choices", label: t("agreement.fundings"), group: "funding", value: fundings.map((one) => one.kind) }];
}

function dateFields({ startsOn, endsOn, minWeeklyAttendanceHours }) {
  return [
    { name: "startsOn", kind: "date", value: startsOn },
    { name: "endsOn", kind: "date", value: endsOn },
    { name: "hours", kind: "number", label: t("agreement.hours"), min: 1, max: 168, step: 1, value: minWeeklyAttendanceHours, pointer: "/minWeeklyAttendanceHours" },
  ];
}

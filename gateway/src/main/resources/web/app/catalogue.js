// The catalogue: trainings with search and facets, one training with its offerings, and the offerings. The catalogue office
// creates, corrects, opens and closes; the others read.

import { all, get, hasRole, isManager, partnerChoice, partnerName, patch, patiently, save } from "./data.js";
import { selectionOf, stateButtons } from "./states.js";
import { academicYear, append, code, coded, counts, day, days, dialogButton, euros, facts, filled, h, labelled, link, linked, listPage, number, patchOf, pick, plus, replace, showList, t, today, withWarnings } from "./ui.js";

const ROLES = ["catalog-manager", "catalog-reader", "partnership-officer", "enrollment-officer"];
const FACETS = ["family", "level", "modality", "apprenticeship"];
const FILTER = ["q", ...FACETS, "state"];
const LEVELS = [3, 4, 5, 6, 7, 8];
const TRAINING_STATES = { publication: ["DRAFT", "ARCHIVED"], archival: ["PUBLISHED"] };
const OFFERING_STATES = { opening: ["PLANNED", "CLOSED"], closure: ["OPEN"], cancellation: ["PLANNED", "OPEN", "CLOSED"] };

const choice = (name, label) => ({ name, group: name, label });
const modalities = (one) => one.modalities.map((modality) => code("modality", modality)).join(", ");

const cataloguePage = listPage({
  path: "catalogue",
  roles: ROLES,
  define: (address) => ({
    head: (place) => showFacets(place, address),
    create: isManager() ? { text: t("catalogue.create"), question: () => trainingQuestion() } : null,
    api: "/v1/trainings",
    filters: [
      { name: "q", label: t("column.words"), hint: t("catalogue.wordsHint") },
      choice("family"),
      { name: "level", kind: "choice", values: LEVELS.map((level) => [String(level), t("catalogue.level", level)]) },
      choice("modality"),
      choice("apprenticeship"),
      ...(isManager() ? [{ name: "state", group: "trainingState" }] : []),
    ],
    linked: ["state"],
    columns: [
      linked("title", "training", (one) => one.title),
      { name: "trainingCode", value: (one) => one.code },
      coded("family"),
      counts("level"),
      { name: "modality", value: modalities },
      coded("state", "trainingState"),
    ],
    selection: isManager() ? selectionOf("training", "/v1/trainings", { publication: TRAINING_STATES.publication }, (one) => one.title) : null,
  }),
});

/** The number of trainings for each value of a facet; each is a link that sets the filter. */
async function showFacets(place, address) {
  const filter = pick(address.filter, ...FILTER);
  const { facets } = await patiently(() => get("/v1/trainings/facets", filter));
  const text = (facet, value) => (facet === "level" ? t("catalogue.level", value) : code(facet, value));
  const valueLink = (facet, { value, count }) =>
    link(`#/catalogue?${new URLSearchParams({ ...filter, [facet]: value })}`, labelled(text(facet, value), number(count)));
  const shown = FACETS.filter((facet) => facets[facet].length > 1);
  replace(place, shown.map((facet) => h("p", { class: "row" }, h("strong", {}, t(`column.${facet}`)), facets[facet].map((one) => valueLink(facet, one)))));
}

/** Creates a training, or corrects one: its code, and once published its family, are fixed. A correction clears what is empty. */
async function trainingQuestion(one) {
  const whole = (name, max) => ({ name, kind: "number", label: t(`training.${name}`), min: 1, max, step: 1 });
  const area = (name) => ({ name, kind: "area", max: 5000, label: t(`training.${name}`) });
  const ofContest = (field) => ({ ...field, pointer: `/contest/${field.name}`, value: one?.contest?.[field.name] });
  const fields = [
    ...(one ? [] : [{ name: "code", label: t("column.trainingCode"), required: true, hint: t("training.codeHint") }]),
    { name: "title", required: true },
    ...(one && one.state !== "DRAFT" ? [] : [{ ...choice("family"), required: true, none: t("choose") }]),
    { name: "level", kind: "choice", values: LEVELS, none: t("training.fixedLevel") },
    { ...choice("modality"), name: "modalities", kind: "choices", label: t("column.modality") },
    { name: "apprenticeship", kind: "flag" },
    { name: "rncp", label: t("training.rncp"), hint: t("training.rncpHint") },
    whole("ects", 600),
    whole("durationHours", 10_000),
    {
      name: "providerIds",
      kind: "rows",
      label: t("training.providers"),
      hint: t("training.providersHint"),
      columns: [{ name: "id", kind: "choice", label: t("column.partner"), values: await partnerChoice(), none: t("choose") }],
      value: one?.providerIds.map((id) => ({ id })),
    },
    area("objectives"),
    area("content"),
    ofContest({ name: "name", label: t("training.contest"), hint: t("training.contestHint") }),
    ofContest({ ...choice("category"), none: t("choose") }),
    ofContest({ ...choice("branch"), none: t("choose") }),
    ofContest({ ...choice("route"), name: "routes", kind: "choices", label: t("column.route") }),
  ];
  const empty = one ? null : undefined;
  return {
    text: one ? one.code : null,
    fields: filled(fields, one),
    run: async ({ level, ects, durationHours, apprenticeship, providerIds, name, category, branch, routes, ...values }) => {
      const amount = (value) => (value ? Number(value) : empty);
      const body = {
        ...{ rncp: empty, objectives: empty, content: empty },
        ...values,
        level: amount(level),
        ects: amount(ects),
        durationHours: amount(durationHours),
        apprenticeship: Boolean(apprenticeship),
        providerIds: providerIds.map((row) => row.id),
        contest: name || category || branch || routes.length > 0 ? { name, category, branch, routes } : empty,
      };
      const saved = await save("/v1/trainings", one, body);
      return h("span", {}, t(one ? "training.correct.done" : "catalogue.create.done"), " ", link(`#/training/${saved.id}`, saved.title));
    },
  };
}

/** What the standards of the sector ask of a training, such as LHEO; all is optional. */
function standardsQuestion(one) {
  const text = (name, more) => ({ name, label: t(`training.${name}`), value: one[name], ...more });
  const ofCurriculum = (name, more) => text(name, { value: one.curriculum?.[name], pointer: `/curriculum/${name}`, ...more });
  const lines = { kind: "lines", hint: t("training.lineHint") };
  const block = (name) => ({ name, label: t(`training.skillBlocks.${name}`) });
  const fields = [
    text("nsf"),
    text("formacode", lines),
    text("rome", lines),
    ofCurriculum("expectedResults", { kind: "area", max: 600 }),
    ofCurriculum("path", { group: "studyPath", none: t("training.unknown") }),
    ofCurriculum("rhythm"),
    ofCurriculum("alternation"),
    ofCurriculum("audiences", lines),
    ofCurriculum("diplomaCode", { hint: t("training.diplomaCodeHint") }),
    ofCurriculum("durationMonths", { kind: "number", min: 1, max: 120, step: 1 }),
    ofCurriculum("languages", { kind: "lines", hint: t("training.languagesHint") }),
    ofCurriculum("validFrom", { kind: "date" }),
    ofCurriculum("validTo", { kind: "date" }),
    ofCurriculum("certificationTitle"),
    ofCurriculum("skillBlocks", { kind: "rows", columns: [block("code"), block("title")] }),
  ];
  const run = (values) => {
    const body = patchOf(fields, values);
    const curriculum = body.curriculum && { skillBlocks: null, ...body.curriculum }; // no rows: none is left
    return patch(`/v1/trainings/${one.id}`, one.revision, { ...body, curriculum }).then(() => t("training.standards.done"));
  };
  return { text: `${one.code} – ${one.title}`, fields, run };
}

function standardsFacts({ nsf, formacode, rome, curriculum }) {
  const { path, audiences = [], languages = [], skillBlocks = [], validFrom, validTo, ...texts } = curriculum ?? {};
  const fact = (name, value) => [t(`training.${name}`), value];
  return [
    fact("nsf", nsf),
    fact("formacode", formacode.join(", ")),
    fact("rome", rome.join(", ")),
    fact("path", path && code("studyPath", path)),
    ...["expectedResults", "rhythm", "alternation", "diplomaCode", "durationMonths", "certificationTitle"].map((name) => fact(name, texts[name])),
    fact("audiences", audiences.join(", ")),
    fact("languages", languages.join(", ")),
    fact("validFrom", validFrom && day(validFrom)),
    fact("validTo", validTo && day(validTo)),
    fact("skillBlocks", skillBlocks.map((one) => `${one.code} ${one.title}`).join(", ")),
  ];
}

const trainingPage = {
  path: "training",
  roles: ROLES,
  show: async (main, address, region) => {
    const one = await get(`/v1/trainings/${address.id}`);
    address.heading(one.title);
    const list = h("div", {});
    const providers = hasRole("catalog-reader") ? null : Promise.all(one.providerIds.map(partnerName)).then((names) => names.join(", "));
    append(main, [
      facts([
        [t("column.state"), code("trainingState", one.state)],
        [t("column.trainingCode"), one.code],
        [t("column.family"), code("family", one.family)],
        [t("column.level"), one.level],
        [t("column.modality"), modalities(one)],
        [t("column.apprenticeship"), code("apprenticeship", String(one.apprenticeship))],
        [t("training.providers"), one.providerIds.length > 0 ? providers : "Cned"],
        [t("training.contest"), one.contest?.name],
        ...["rncp", "ects", "durationHours", "objectives", "content"].map((name) => [t(`training.${name}`), one[name]]),
        ...standardsFacts(one),
      ]),
      isManager() ? h("p", { class: "row" }, trainingButtons(one, region, address.done)) : null,
      h("h2", {}, t("offerings.title")),
      list,
    ]);
    await showList(list, address, offerings({ trainingId: one.id }));
  },
};

function trainingButtons(one, region, done) {
  return [
    one.state === "ARCHIVED" ? null : dialogButton(t("training.correct"), region, () => trainingQuestion(one), done),
    one.state === "ARCHIVED" ? null : dialogButton(t("training.standards"), region, standardsQuestion(one), done),
    stateButtons("training", "/v1/trainings", TRAINING_STATES, () => `${one.code} – ${one.title}`, one, region, done),
    one.state === "PUBLISHED" ? dialogButton(t("offering.create"), region, () => offeringQuestion(one), done) : null,
  ];
}

const offeringText = (one) => [one.trainingCode, one.academicYear, code("modality", one.modality), day(one.startsOn)].join(" – ");

/** A list of offerings; `fixed` are the filters that the page sets. */
function offerings(fixed) {
  const { opening, closure } = OFFERING_STATES;
  return {
    name: "offerings",
    api: "/v1/offerings",
    fixed,
    filters: [{ name: "state", group: "offeringState" }, "academicYear", choice("modality")],
    columns: [
      linked("training", "training", (one) => one.trainingCode, (one) => one.trainingId),
      "academicYear",
      coded("modality"),
      days("startsOn", "endsOn"),
      coded("state", "offeringState"),
      counts("capacity"),
      { name: "used", number: true, value: (one) => one.places?.used },
      { name: "waiting", number: true, value: (one) => one.places?.waiting },
      { name: "price", number: true, value: (one) => one.price.amount, show: (one) => euros(one.price.amount) },
    ],
    selection: isManager() ? selectionOf("offering", "/v1/offerings", { opening, closure }, offeringText) : null,
    actions: isManager()
      ? (one, done, region) => [
          one.state === "CANCELLED" ? null : dialogButton(t("offering.correct"), region, () => offeringQuestion(null, one), done),
          stateButtons("offering", "/v1/offerings", OFFERING_STATES, offeringText, one, region, done),
        ]
      : null,
  };
}

/** Creates an offering of a training, or corrects one: its training, year, modality and route are fixed. */
async function offeringQuestion(training, one) {
  const networks = await all("/v1/networks");
  const fields = [
    ...(training
      ? [
          { name: "academicYear", required: true, value: academicYear(plus(today(), { months: 6 })) },
          { ...choice("modality"), values: training.modalities, required: true },
          ...(training.contest ? [{ ...choice("route"), values: training.contest.routes, required: true }] : []),
        ]
      : []),
    { name: "startsOn", kind: "date", required: true },
    { name: "endsOn", kind: "date", required: true },
    { name: "enrollmentOpensOn", kind: "date", label: t("offering.opensOn") },
    { name: "enrollmentClosesOn", kind: "date", label: t("offering.closesOn") },
    { name: "capacity", kind: "number", min: 0, step: 1, required: true },
    { name: "waitingListSize", kind: "number", label: t("offering.waitingList"), min: 0, step: 1, hint: t("offering.waitingListHint") },
    { name: "price", kind: "number", min: 0, step: 0.01, required: true, value: one?.price.amount, pointer: "/price/amount" },
    { name: "restrictedToNetworks", kind: "choices", label: t("offering.networks"), values: networks.map((network) => [network.code, network.name]) },
    {
      name: "enrollmentPeriods",
      kind: "rows",
      label: t("offering.periods"),
      hint: t("offering.periodsHint"),
      columns: [
        { name: "opensOn", kind: "date", label: t("offering.periodOpensOn") },
        { name: "closesOn", kind: "date", label: t("offering.periodClosesOn") },
        { ...choice("studentGroup", t("offering.students")), name: "students" },
        { name: "networks", kind: "text", label: t("offering.periodNetworks") },
        { name: "waitingListSize", kind: "number", label: t("offering.mayWait"), min: 0, step: 1 },
      ],
      value: one?.enrollmentPeriods.map((period) => ({ ...period, networks: period.networks.join(", ") })),
    },
  ];
  return {
    text: one ? offeringText(one) : training.title,
    fields: filled(fields, one),
    run: async ({ capacity, waitingListSize = 0, price, enrollmentPeriods, ...values }) => {
      const body = {
        ...values,
        capacity: Number(capacity),
        waitingListSize: Number(waitingListSize),
        price: { amount: Number(price), currency: "EUR" },
        enrollmentPeriods: enrollmentPeriods.map((period) => ({
          waitingListSize: 0,
          ...period,
          networks: (period.networks ?? "").split(",").map((network) => network.trim()).filter(Boolean),
        })),
      };
      const fixed = one ? { enrollmentOpensOn: null, enrollmentClosesOn: null } : { trainingId: training.id };
      const saved = await save("/v1/offerings", one, { ...fixed, ...body });
      return withWarnings(t(one ? "offering.correct.done" : "offering.create.done"), saved);
    },
  };
}

const offeringsPage = listPage({
  path: "offerings",
  roles: ROLES,
  define: () => offerings({}),
});

export const cataloguePages = [cataloguePage, trainingPage, offeringsPage];

// The report's own question, then the other counts, as charts with their definitions, their numbers and the same day a year
// before. The page shows counts only.

import { bars, figure } from "./chart.js";
import { get, isPartner, may, patiently } from "./data.js";
import { departmentMap } from "./map.js";
import { academicYear, append, code, day, filled, filterForm, h, headings, instant, month, number, percent, pick, plus, problemText, replace, t, today } from "./ui.js";

/** The networks of the report's question. */
const NETWORKS = ["CAMPUS_CONNECTES", "DIGITALES_ACADEMIES"];

/** The dimensions that are shown without a choice, and the others. */
const USUAL = ["network", "family", "situation", "month", "department", "funding"];
const DIMENSIONS = [...USUAL, "region", "site", "partner", "agreement", "training", "state", "fundingState"];

/** The group of the words for the keys of a dimension, where they are no names. */
const WORDS = { family: "family", funding: "funding", situation: "situation", state: "state", fundingState: "lineState" };
const MOST_BARS = 25;

export const reportPage = {
  path: "report",
  roles: ["management", "enrollment-officer", "partnership-officer", "partner"],
  may: () => may("enrollments:read") && may("partner:read"),
  menu: true,
  show: async (main, address) => {
    const filter = { academicYear: academicYear(today()), ...address.filter };
    const networks = await get("/v1/networks", { limit: 100 });
    const names = new Map(networks.items.map((one) => [one.code, one.name]));
    const result = h("div", {});
    append(main, [filters(address, filter, names), h("p", {}, h("button", { type: "button", onclick: () => print() }, t("report.print"))), result]);
    try {
      await showFigures(result, filter, names);
    } catch (problem) {
      replace(result, problemText(problem));
    }
  },
};

function filters(address, filter, names) {
  const fields = [
    { name: "academicYear", kind: "choice", values: recentYears(), required: true },
    { name: "asOf", kind: "date", max: today() },
    { name: "network", kind: "choice", values: [...names] },
    { name: "family", group: "family" },
    { name: "situation", group: "situation" },
    { name: "groupBy", kind: "choice", label: t("report.groupBy"), values: DIMENSIONS.map((one) => [one, t(`report.by.${one}`)]), none: t("report.usual") },
  ];
  return filterForm(filled(fields, filter), address.go, () => address.go({}));
}

function recentYears() {
  return [1, 0, -1, -2, -3, -4].map((years) => academicYear(plus(today(), { months: 12 * years }))).map((year) => [year, year]);
}

/** All groups of a count. */
async function count(filter, groupBy) {
  const query = { ...pick(filter, "academicYear", "asOf", "network", "family", "situation"), groupBy, limit: 100 };
  const first = await patiently(() => get("/v1/statistics", query));
  let page = first;
  while (page.next) {
    const cursor = page.next;
    page = await patiently(() => get("/v1/statistics", { ...query, cursor }));
    first.items.push(...page.items);
  }
  first.items = first.items.filter((item) => item.enrollments > 0); // others have refused or withdrawn amounts only
  return first;
}

async function showFigures(container, filter, names) {
  const yearBefore = filter.academicYear.split("-").map((year) => Number(year) - 1).join("-");
  const before = { ...filter, academicYear: yearBefore, asOf: plus(filter.asOf ?? today(), { months: -12 }) };
  const usual = isPartner() ? ["partner", ...USUAL] : USUAL; // a federation sees its members, and the clubs under its framework
  const dimensions = filter.groupBy ? [filter.groupBy] : usual;
  const figures = [isPartner() ? null : question(filter, before, names), keyFigures(filter, before), ...dimensions.map((one) => figureBy(one, filter, before, names))];
  replace(container, await Promise.all(figures));
}

const share = (part, whole) => ({ share: whole > 0 ? part / whole : 0 });
const columns = (header) => header.map((name, i) => i).slice(1);

/** How many students the sites of both networks host, and the share of them in BTS. The filters by network and family do not count. */
async function question(filter, before, names) {
  const networks = NETWORKS.filter((key) => names.has(key));
  if (networks.length === 0) {
    return null;
  }
  const days = [filter, before];
  const counts = await Promise.all(days.flatMap((one) => [undefined, "BTS"].map((family) => count({ ...one, network: networks, family }, "network"))));
  const rows = [...networks, undefined].map((key) => {
    const groups = counts.map(({ items, total }) => (key ? items.find((item) => item.key === key) : total));
    const [hosted, bts, hostedBefore, btsBefore] = groups.map((group) => group?.students ?? 0);
    return [names.get(key) ?? t("report.question.both"), hosted, bts, share(bts, hosted), hostedBefore, btsBefore, share(btsBefore, hostedBefore)];
  });
  const title = t("report.question");
  const drawn = rows.map(([label, , bts, now, , btsBefore, earlier]) => ({ label, values: [bts, btsBefore], shares: [now.share, earlier.share] }));
  const series = days.map((one) => one.academicYear);
  const header = [t("column.network"), ...series.flatMap((year) => ["hosted", "bts", "share"].map((name) => t(`report.question.${name}`, year)))];
  return figure({
    name: "students-in-bts",
    title,
    definition: t("report.question.definition", day(filter.asOf ?? today()), day(before.asOf)),
    drawing: bars(title, drawn, series, (value, { shares }, i) => `${number(value)} (${percent(shares[i])})`),
    header,
    rows,
    numbers: columns(header),
  });
}

async function keyFigures(filter, before) {
  const [families, earlier] = await Promise.all([count(filter, "family"), count(before)]);
  const bts = families.items.find((item) => item.key === "BTS");
  const card = (name, value, definition) =>
    h("div", { class: "card key-figure" }, h("p", { class: "quiet" }, t(`report.${name}`)), h("p", { class: "value" }, value), h("p", { class: "quiet" }, definition));
  return h(
    "section",
    { "aria-label": t("report.keyFigures"), class: "key-figures" },
    card("enrollments", number(families.total.enrollments), t("report.enrollmentsDefinition", filter.academicYear, instant(families.asOf))),
    card("students", number(families.total.students), t("report.studentsDefinition")),
    card("btsShare", percent(bts?.shareOfStudents ?? 0), t("report.btsShareDefinition", bts?.students ?? 0, number(families.total.students))),
    card("yearBefore", number(earlier.total.enrollments), t("report.yearBeforeDefinition", before.academicYear, day(before.asOf))),
  );
}

/** The groups of a dimension, each beside the same group a year before. */
async function figureBy(dimension, filter, before, names) {
  const counts = await Promise.all([count(filter, dimension), count(before, dimension)]);
  const groups = new Map();
  counts.forEach(({ items }, i) =>
    items.forEach((item) => {
      const key = i === 1 && dimension === "month" ? plus(`${item.key}-01`, { months: 12 }).slice(0, 7) : item.key;
      const group = groups.get(key) ?? { key, name: nameOf(dimension, { ...item, key }, names), counts: [] };
      group.counts[i] = item;
      groups.set(key, group);
    }),
  );
  const most = ([a], [b]) => (b?.enrollments ?? 0) - (a?.enrollments ?? 0);
  const ordered = [...groups.values()].sort((a, b) => (dimension === "month" ? a.key.localeCompare(b.key) : most(a.counts, b.counts)));
  const rows = ordered.map(({ name, counts: [now, earlier] }) => [name, now?.enrollments ?? 0, now?.students ?? 0, { share: now?.shareOfStudents ?? 0 }, earlier?.enrollments ?? 0]);
  const title = t(`report.by.${dimension}`);
  const header = [...headings(dimension, "enrollments", "students", "share"), t("report.enrollmentsBefore", before.academicYear)];
  const drawn = rows.slice(0, MOST_BARS).map(([label, now, , , earlier]) => ({ label, values: [now, earlier] }));
  const drawing =
    dimension === "department"
      ? departmentMap(title, new Map(ordered.filter(({ key, counts: [now] }) => key && now).map(({ key, counts: [now] }) => [key, now.enrollments])))
      : bars(title, drawn, [filter.academicYear, before.academicYear]);
  return figure({ name: `enrollments-by-${dimension}`, title, definition: t(`report.by.${dimension}.definition`), drawing, header, rows, numbers: columns(header) });
}

function nameOf(dimension, { key, label }, names) {
  if (key === undefined) {
    return t("report.without");
  }
  if (dimension === "month") {
    return month(key);
  }
  const own = ["site", "partner", "agreement"].includes(dimension) ? t("hidden") : key; // an identifier is no name
  return WORDS[dimension] ? code(WORDS[dimension], key) : (label ?? names.get(key) ?? own);
}

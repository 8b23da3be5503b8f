// The questions of the report as charts, each with its definition and its numbers. The pages show counts only.

import { get } from "../shared/api.js";
import { append, h, replace } from "./dom.js";
import { bars, figure } from "./chart.js";
import { filled, filterForm, problemText } from "./form.js";
import { academicYear, day, instant, month, number, percent, plus, today } from "./format.js";
import { departmentMap } from "./map.js";
import { patiently } from "./requests.js";
import { code, headings, t } from "./texts.js";

const NAMED = {
  family: (item) => code("family", item.key),
  funding: (item) => code("funding", item.key),
  network: (item) => item.label ?? item.key,
};

/** All groups of a count. */
async function count(filter, groupBy) {
  const query = { academicYear: filter.academicYear, network: filter.network, family: filter.family, asOf: filter.asOf, groupBy, limit: 100 };
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

export const reportPage = {
  path: "report",
  roles: ["management", "enrollment-officer", "partnership-officer"],
  menu: true,
  show: async (main, address) => {
    const filter = { academicYear: academicYear(today()), ...address.filter };
    const result = h("div", {});
    append(main, [await filters(address, filter), h("p", {}, h("button", { type: "button", onclick: () => print() }, t("report.print"))), result]);
    try {
      await showFigures(result, filter);
    } catch (problem) {
      replace(result, problemText(problem));
    }
  },
};

async function filters(address, filter) {
  const networks = await get("/v1/networks", { limit: 100 });
  const fields = [
    { name: "academicYear", kind: "choice", values: recentYears(), required: true },
    { name: "asOf", kind: "date" },
    { name: "network", kind: "choice", values: networks.items.map((one) => [one.code, one.name]) },
    { name: "family", group: "family" },
  ];
  return filterForm(filled(fields, filter), address.go, () => address.go({}));
}

function recentYears() {
  return [1, 0, -1, -2, -3, -4].map((years) => academicYear(plus(today(), { months: 12 * years }))).map((year) => [year, year]);
}

async function showFigures(container, filter) {
  const lastYear = { ...filter, academicYear: yearBefore(filter.academicYear), asOf: undefined };
  const sameDay = { ...lastYear, asOf: plus(filter.asOf ?? today(), { months: -12 }) };
  const [families, networks, months, monthsBefore, departments, fundings, before] = await Promise.all([
    count(filter, "family"),
    count(filter, "network"),
    count(filter, "month"),
    count(lastYear, "month"),
    count(filter, "department"),
    count(filter, "funding"),
    count(sameDay),
  ]);
  replace(container, [
    keyFigures(families, before, sameDay, filter),
    grouped("network", networks),
    grouped("family", families),
    byMonth(months, monthsBefore, filter, lastYear),
    byDepartment(departments),
    grouped("funding", fundings),
  ]);
}

function yearBefore(year) {
  return year.split("-").map((one) => Number(one) - 1).join("-");
}

function keyFigures(families, before, sameDay, filter) {
  const bts = families.items.find((item) => item.key === "BTS");
  const card = (name, value, ...definition) =>
    h("div", { class: "card key-figure" }, h("p", { class: "quiet" }, t(`report.${name}`)), h("p", { class: "value" }, value), h("p", { class: "quiet" }, definition));
  return h(
    "section",
    { "aria-label": t("report.keyFigures"), class: "key-figures" },
    card("enrollments", number(families.total.enrollments), t("report.enrollmentsDefinition", filter.academicYear, instant(families.asOf))),
    card("students", number(families.total.students), t("report.studentsDefinition")),
    card("btsShare", bts ? percent(bts.shareOfStudents) : percent(0), t("report.btsShareDefinition", bts?.students ?? 0, number(families.total.students))),
    card("yearBefore", number(before.total.enrollments), t("report.yearBeforeDefinition", sameDay.academicYear, day(sameDay.asOf))),
  );
}

function grouped(dimension, statistics) {
  const items = statistics.items.map((item) => ({ ...item, name: item.key === undefined ? t("report.without") : (NAMED[dimension] ?? NAMED.network)(item) }));
  items.sort((a, b) => b.enrollments - a.enrollments);
  const drawing = (title) => bars(title, items.map((item) => ({ label: item.name, values: [item.enrollments] })), [t("column.enrollments")]);
  const rows = items.map((item) => [item.name, item.enrollments, item.students, { share: item.shareOfStudents }]);
  return figureBy(dimension, headings(dimension, "enrollments", "students", "share"), rows, drawing);
}

function figureBy(dimension, header, rows, drawing) {
  const title = t(`report.by.${dimension}`);
  const definition = t(`report.by.${dimension}.definition`);
  return figure({ name: `enrollments-by-${dimension}`, title, definition, drawing: drawing(title), header, rows, numbers: header.map((one, i) => i).slice(1) });
}

/** Each month beside the same month of the year before. */
function byMonth(months, monthsBefore, filter, lastYear) {
  const earlier = new Map(monthsBefore.items.map((item) => [item.key, item.enrollments]));
  const current = new Map(months.items.map((item) => [item.key, item.enrollments]));
  const keys = [...new Set([...current.keys(), ...[...earlier.keys()].map((key) => shifted(key, 1))])].filter(Boolean).sort();
  const rows = keys.map((key) => [month(key), current.get(key) ?? 0, earlier.get(shifted(key, -1)) ?? 0]);
  const series = [filter.academicYear, lastYear.academicYear];
  return figureBy("month", [t("column.month"), ...series], rows, (title) => bars(title, rows.map(([label, ...both]) => ({ label, values: both })), series));
}

function shifted(key, years) {
  if (!key) {
    return key;
  }
  const [year, rest] = key.split("-");
  return `${Number(year) + years}-${rest}`;
}

function byDepartment(departments) {
  const counted = new Map(departments.items.filter((item) => item.key).map((item) => [item.key, item.enrollments]));
  const rows = departments.items.map((item) => [item.key ?? t("report.without"), item.enrollments, item.students]);
  return figureBy("department", headings("department", "enrollments", "students"), rows, (title) => departmentMap(title, counted));
}

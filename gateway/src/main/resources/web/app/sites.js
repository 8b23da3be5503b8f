// Sites: the list, and the page of one site with its students and its end.

import { all, get, isOffice, isOfficer, isPartner, may, partnerChoice, partnerName, patch, post, siteName as nameOfSite } from "./data.js";
import { LIVE, openSites } from "./enrollment-changes.js";
import { offering, registered, state, student } from "./enrollments.js";
import { inAddress, isInEffect, siteName } from "./network.js";
import { papersOfSite } from "./papers.js";
import { addressFields, addressOf } from "./partners.js";
import { append, code, counts, day, dialogButton, facts, filled, h, headings, link, listPage, number, reason, replace, showList, t, table, today } from "./ui.js";

const ROLES = ["partnership-officer", "enrollment-officer", "partner"];

const stateOf = (site) => (site.end ? "ENDED" : "OPEN");

const sitesPage = listPage({
  path: "sites",
  roles: ROLES,
  define: async () => {
    const names = await networkNames();
    return {
      create: isOffice() ? { text: t("sites.create"), question: () => question(names) } : null,
      all: async ({ words: q, network: networkId, siteState }) => {
        const sites = await all("/v1/sites", { q, networkId });
        const chosen = sites.filter((site) => !siteState || stateOf(site) === siteState);
        return Object.assign(chosen, { truncated: sites.truncated });
      },
      order: "siteName",
      filters: [
        { name: "words", hint: t("sites.wordsHint") },
        { name: "network", kind: "choice", values: [...names] },
        { name: "siteState", group: "siteState", initial: "OPEN" },
      ],
      columns: [
        siteName,
        inAddress("municipality"),
        inAddress("department"),
        { name: "network", value: (one) => one.labels.filter(isInEffect).map((label) => names.get(label.networkId)).join(", ") },
        isPartner() ? [] : { name: "partner", value: (one) => partnerName(one.partnerId) },
        counts("hostingCapacity"),
        { name: "siteState", value: (one) => code("siteState", stateOf(one)) },
      ],
    };
  },
});

/** The names of all networks by id. */
async function networkNames() {
  const networks = await all("/v1/networks");
  return new Map(networks.map((network) => [network.id, network.name]));
}

/** Creates a site, or corrects one with its labels. */
async function question(networks, one) {
  const partners = one ? [] : await partnerChoice();
  const date = (name, label) => ({ name, kind: "date", label: t(`site.${label}`) });
  return {
    text: one?.name,
    fields: filled([
      ...(one ? [] : [{ name: "partnerId", kind: "choice", label: t("column.partner"), values: partners, required: true, none: t("choose") }]),
      { name: "name", label: t("column.siteName"), required: true },
      { name: "hostingCapacity", kind: "number", min: 0, max: 100_000, step: 1 },
      ...addressFields(one?.address),
      {
        name: "labels",
        kind: "rows",
        label: t("site.labels"),
        columns: [{ name: "networkId", kind: "choice", label: t("column.network"), values: [...networks], none: t("choose") }, date("labelledFrom", "firstDay"), date("labelledTo", "lastDayOfLabel")],
      },
    ], one),
    run: async ({ partnerId, name, hostingCapacity, labels, ...address }) => {
      const body = { name, labels, hostingCapacity: hostingCapacity ? Number(hostingCapacity) : one && null, address: addressOf(address, one?.address) };
      await (one ? patch(`/v1/sites/${one.id}`, one.revision, body) : post("/v1/sites", { partnerId, ...body }));
      return t(one ? "site.correct.done" : "sites.create.done");
    },
  };
}

const sitePage = {
  path: "site",
  roles: ROLES,
  show: async (main, address, region) => {
    const [site, networks] = await Promise.all([get(`/v1/sites/${address.id}`), networkNames()]);
    address.heading(site.name);
    const students = h("div", {});
    const buttons = () => [
      dialogButton(t("site.correct"), region, () => question(networks, site), address.done),
      dialogButton(t("site.end"), region, () => endQuestion(site), address.done),
    ];
    append(main, [
      factsOf(site, networks),
      isOffice() && !site.end ? h("p", { class: "row" }, buttons()) : null,
      h("h2", {}, t("site.students")),
      isOfficer() || isPartner() ? h("p", { class: "row" }, hoursLink(site), papersOfSite(site, region, address.done)) : null,
      students,
    ]);
    await showStudents(students, site, address);
  },
};

const hoursLink = (site) => (may("attendance:write") && !site.end ? link(`#/hours?siteId=${site.id}`, t("hours.title")) : null);

function factsOf(site, networks) {
  const { address = {}, end, operator } = site;
  const target = end?.targetSiteId ? nameOfSite(end.targetSiteId).then((name) => link(`#/site/${end.targetSiteId}`, name)) : null;
  return facts([
    [t("column.state"), end ? t("site.endedOn", day(end.endedOn)) : code("siteState", "OPEN")],
    [t("column.reason"), end?.reason],
    [t("site.decision"), end?.students ? code("studentsDecision", end.students) : null],
    [t("site.target"), target],
    [t("column.partner"), isPartner() ? null : partnerName(site.partnerId)],
    [t("site.operator"), operator ? (operator.name ?? partnerName(operator.partnerId)) : null],
    [t("column.address"), [...(address.lines ?? []), address.postalCode, address.municipality].filter(Boolean).join(", ")],
    [t("column.department"), address.department],
    [t("column.hostingCapacity"), site.hostingCapacity],
    ...site.labels.map((label) => [networks.get(label.networkId) ?? t("column.network"), labelText(label)]),
  ]);
}

function labelText({ labelledFrom, labelledTo }) {
  return t(`site.labelled${labelledTo ? "Until" : labelledFrom ? "From" : ""}`, day(labelledFrom) || "…", day(labelledTo));
}

/** The students for those who may read enrollments; for the partnership office how many they are. */
async function showStudents(container, site, address) {
  if (isOfficer() || isPartner()) {
    await showList(container, address, {
      name: "site-students",
      caption: t("site.students"),
      api: "/v1/enrollments",
      fixed: { siteId: site.id },
      filters: [{ name: "state", group: "state" }, "academicYear"],
      columns: [student, offering, state, registered],
    });
    return;
  }
  const { items } = await get("/v1/statistics", { siteId: site.id, groupBy: "state", limit: 100 });
  const rows = items.filter((one) => one.enrollments > 0).map((one) => [code("state", one.key), number(one.enrollments)]);
  const shown = () => table(t("site.students"), headings("state", "enrollments"), rows, { numbers: [1], hideCaption: true });
  replace(container, rows.length === 0 ? h("p", {}, t("site-students.empty")) : shown());
}

/** The API demands a decision when the site has students; the dialog says how many. */
async function endQuestion(site) {
  const [targets, { total }] = await Promise.all([
    openSites(site.partnerId, site.id),
    get("/v1/statistics", { siteId: site.id, state: LIVE }),
  ]);
  return {
    text: t("site.endText", site.name, total.enrollments),
    fields: [
      { name: "endedOn", kind: "date", label: t("site.lastDay"), value: today(), max: today() },
      {
        name: "students",
        label: t("site.decision"),
        group: "studentsDecision",
        none: total.enrollments > 0 ? t("choose") : t("site.noStudents"),
        required: total.enrollments > 0,
      },
      { name: "targetSiteId", kind: "choice", label: t("site.target"), values: targets, none: t("site.noTarget") },
      reason(),
    ],
    run: (values) => post(`/v1/sites/${site.id}/end`, values).then(() => t("site.end.done")),
  };
}

export const sitePages = [sitesPage, sitePage];

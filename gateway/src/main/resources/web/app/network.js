// Networks and their sites, with a map by department.

import { figure } from "./chart.js";
import { all, get, isOffice, partnerName, save } from "./data.js";
import { departmentMap } from "./map.js";
import { append, bodyOf, code, coded, counts, day, dialogButton, facts, filled, h, headings, linked, listPage, patchOf, showList, sums, t, today } from "./ui.js";

const ROLES = ["partnership-officer", "enrollment-officer"];

const networksPage = listPage({
  path: "networks",
  roles: ROLES,
  define: () => ({
    create: isOffice() ? { text: t("networks.create"), question: () => question() } : null,
    all: () => all("/v1/networks"),
    order: "networkName",
    columns: [
      linked("networkName", "network", (one) => one.name),
      coded("initiative"),
      { name: "foundedIn", value: (one) => one.foundedIn, show: (one) => String(one.foundedIn ?? "") },
      counts("declaredSites"),
    ],
  }),
});

/** Creates a network, or corrects one; its code is fixed. */
function question(one) {
  const whole = (name, min, max) => ({ name, kind: "number", min, max, step: 1 });
  const fields = filled([
    ...(one ? [] : [{ name: "code", label: t("network.code"), required: true, hint: t("network.codeHint") }]),
    { name: "name", label: t("column.networkName"), required: true },
    { name: "initiative", group: "initiative", none: t("choose") },
    whole("foundedIn", 1900, 2100),
    whole("declaredSites", 1, 100_000),
    whole("minWeeklyAttendanceHours", 1, 168),
  ], one);
  const body = one ? patchOf : bodyOf;
  const run = (values) => save("/v1/networks", one, body(fields, values)).then(() => t(one ? "network.correct.done" : "networks.create.done"));
  return { text: one?.name, fields, run };
}

const networkPage = {
  path: "network",
  roles: ROLES,
  show: async (main, address, region) => {
    const [network, sites] = await Promise.all([get(`/v1/networks/${address.id}`), all("/v1/sites", { networkId: address.id })]);
    address.heading(network.name);
    const members = sites.filter((site) => labelOf(site, network));
    const byDepartment = sums(members, (site) => site.address?.department ?? "", () => 1);
    const title = t("network.map");
    const list = h("div", {});
    append(main, [
      isOffice() ? h("p", {}, dialogButton(t("network.correct"), region, () => question(network), address.done)) : null,
      facts([
        [t("column.initiative"), network.initiative ? code("initiative", network.initiative) : null],
        [t("column.foundedIn"), network.foundedIn],
        [t("column.declaredSites"), network.declaredSites],
        [t("network.registeredSites"), members.length],
        [t("network.departments"), [...byDepartment.keys()].filter(Boolean).length],
        [t("agreement.hours"), network.minWeeklyAttendanceHours],
      ]),
      figure({
        name: `sites-${network.code.toLowerCase()}`,
        title,
        definition: t("network.mapDefinition"),
        drawing: departmentMap(title, new Map([...byDepartment].filter(([department]) => department)), (department) =>
          `#/network/${network.id}?department=${department}`),
        header: headings("department", "sites"),
        rows: [...byDepartment].sort(([a], [b]) => a.localeCompare(b)).map(([department, count]) => [department || t("report.without"), count]),
        numbers: [1],
      }),
      h("h2", {}, t("network.sites")),
      list,
    ]);
    await showList(list, address, {
      name: "network",
      caption: t("network.sites"),
      all: async (filter) => members.filter((site) => !filter.department || site.address?.department === filter.department),
      order: "siteName",
      filters: ["department"],
      columns: [
        siteName,
        inAddress("department"),
        inAddress("municipality"),
        { name: "partner", value: (one) => partnerName(one.partnerId) },
        counts("hostingCapacity"),
        { name: "labelledFrom", value: (one) => labelOf(one, network).labelledFrom, show: (one) => day(labelOf(one, network).labelledFrom) },
      ],
    });
  },
};

export const siteName = linked("siteName", "site", (one) => one.name);
export const inAddress = (name) => ({ name, value: (one) => one.address?.[name] });

/** The label of the network that the site has today. */
function labelOf(site, network) {
  return site.labels.find((label) => label.networkId === network.id && isInEffect(label));
}

/** Whether a label of a site is in effect today. */
export function isInEffect(label) {
  return (!label.labelledFrom || label.labelledFrom <= today()) && (!label.labelledTo || label.labelledTo >= today());
}

export const networkPages = [networksPage, networkPage];

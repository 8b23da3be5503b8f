// Networks and their sites, with a map by department.

import { get } from "../shared/api.js";
import { append, facts, h, link } from "./dom.js";
import { isOffice } from "./agreement-changes.js";
import { figure } from "./chart.js";
import { dialogButton, resultRegion } from "./form.js";
import { day, sums, today } from "./format.js";
import { showList } from "./list.js";
import { departmentMap } from "./map.js";
import { all, partnerName, patch, post } from "./requests.js";
import { code, CODES, t } from "./texts.js";

const ROLES = ["partnership-officer", "enrollment-officer"];

const networksPage = {
  path: "networks",
  roles: ROLES,
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "networks",
      create: isOffice() ? { text: t("networks.create"), question: () => question() } : null,
      all: () => all("/v1/networks"),
      order: "networkName",
      columns: [
        { name: "networkName", value: (one) => one.name, show: (one) => link(`#/network/${one.id}`, one.name) },
        { name: "initiative", value: (one) => (one.initiative ? code("initiative", one.initiative) : "") },
        { name: "foundedIn", value: (one) => one.foundedIn, show: (one) => String(one.foundedIn ?? "") },
        { name: "declaredSites", number: true, value: (one) => one.declaredSites },
      ],
    }),
};

const FIGURES = { foundedIn: [1900, 2100], declaredSites: [1, 100_000], minWeeklyAttendanceHours: [1, 168] };

/** Creates a network, or corrects one; its code is fixed. */
function question(one) {
  const figures = Object.entries(FIGURES).map(([name, [min, max]]) => ({ name, kind: "number", min, max, step: 1, value: one?.[name] }));
  const empty = one ? null : undefined;
  return {
    text: one?.name,
    fields: [
      ...(one ? [] : [{ name: "code", kind: "text", label: t("network.code"), required: true, hint: t("network.codeHint") }]),
      { name: "name", kind: "text", label: t("column.networkName"), required: true, value: one?.name },
      { name: "initiative", kind: "choice", group: "initiative", values: Object.keys(CODES.initiative), none: t("choose"), value: one?.initiative },
      ...figures,
    ],
    run: async ({ code: key, name, initiative = empty, ...values }) => {
      const numbers = Object.fromEntries(Object.keys(FIGURES).map((figure) => [figure, values[figure] ? Number(values[figure]) : empty]));
      const body = { name, initiative, ...numbers };
      await (one ? patch(`/v1/networks/${one.id}`, one.revision, body) : post("/v1/networks", { code: key, ...body }));
      return t(one ? "network.correct.done" : "networks.create.done");
    },
  };
}

const networkPage = {
  path: "network",
  roles: ROLES,
  show: async (main, address) => {
    const [network, sites] = await Promise.all([get(`/v1/networks/${address.id}`), all("/v1/sites", { networkId: address.id })]);
    address.heading(network.name);
    const members = sites.filter((site) => labelOf(site, network));
    const byDepartment = sums(members, (site) => site.address?.department ?? "", () => 1);
    const title = t("network.map");
    const list = h("div", {});
    const region = resultRegion();
    append(main, [
      region,
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
        header: [t("column.department"), t("column.sites")],
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
      filters: [{ name: "department", kind: "text" }],
      columns: [
        { name: "siteName", value: (one) => one.name, show: (one) => link(`#/site/${one.id}`, one.name) },
        { name: "department", value: (one) => one.address?.department },
        { name: "municipality", value: (one) => one.address?.municipality },
        { name: "partner", value: (one) => partnerName(one.partnerId) },
        { name: "hostingCapacity", number: true, value: (one) => one.hostingCapacity },
        { name: "labelledFrom", value: (one) => labelOf(one, network).labelledFrom, show: (one) => day(labelOf(one, network).labelledFrom) },
      ],
    });
  },
};

/** The label of the network that the site has today. */
function labelOf(site, network) {
  return site.labels.find((label) => label.networkId === network.id && isInEffect(label));
}

/** Whether a label of a site is in effect today. */
export function isInEffect(label) {
  return (!label.labelledFrom || label.labelledFrom <= today()) && (!label.labelledTo || label.labelledTo >= today());
}

export const networkPages = [networksPage, networkPage];

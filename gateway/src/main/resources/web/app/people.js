// The people of a partner, or of an office, who sign in: an administrator invites them, changes their rights, suspends and
// removes them. The partnership office also keeps those of a partner.

import { all, canHost, isPartner, may, ownPartner, partnerName, partnerOf, patch, post, remove } from "./data.js";
import { stateButtons } from "./states.js";
import { CODES, coded, dialogButton, filled, instant, labelled, listPage, pick, t } from "./ui.js";

const PATH = "/v1/people";
const HOST = "HOSTS_APPRENTICES";
const STATES = { suspension: ["INVITED", "ACTIVE"], resumption: ["SUSPENDED"] };

const nameOf = (one) => [one.firstName, one.lastName].filter(Boolean).join(" ") || one.email;
const textOf = (one) => `${nameOf(one)} – ${one.email}`;

export const peoplePage = listPage({
  path: "people",
  roles: ["partner", "partnership-officer", "catalog-manager", "enrollment-officer"],
  may: () => may("people:manage", { whole: true }),
  define: async ({ filter: { partnerId }, heading }) => {
    const partner = partnerId ? await partnerOf(partnerId) : ownPartner;
    const sites = isPartner() || partnerId ? await all("/v1/sites", { partnerId }) : null;
    if (partnerId) {
      heading(labelled(t("people.title"), await partnerName(partnerId)));
    }
    return {
      create: { text: t("people.create"), question: () => invitation(sites, partner, partnerId) },
      all: (filter) => all(PATH, pick(filter, "partnerId", "unseenForDays")),
      order: "person",
      filters: [{ name: "unseenForDays", kind: "choice", values: [["90", t("people.unseen")]], none: t("people.everybody") }],
      columns: [
        { name: "person", value: nameOf },
        "email",
        coded("role", "personRole"),
        sites ? { name: "sites", value: (one) => sitesText(one, sites) } : [],
        coded("state", "personState"),
        { name: "lastSignInAt", value: (one) => one.lastSignInAt, show: (one) => instant(one.lastSignInAt) || t("people.never") },
      ],
      actions: (one, done, region) => buttons(one, sites, partner, region, done),
    };
  },
});

function sitesText({ siteIds = [] }, sites) {
  const names = siteIds.map((id) => sites.find((site) => site.id === id)?.name ?? t("hidden"));
  return names.length > 0 ? names.join(", ") : t("people.allSites");
}

/** The role, and the sites that limit the person: also ended ones that do so now. An office has one role and no sites. */
function rights(sites, partner, one) {
  if (!sites) {
    return [];
  }
  const roles = Object.keys(CODES.personRole).filter((role) => role !== HOST || canHost(partner) || one?.role === HOST);
  const possible = sites.filter((site) => !site.end || one?.siteIds?.includes(site.id)).map((site) => [site.id, site.name]);
  return [
    { name: "role", group: "personRole", values: roles, required: true, none: t("choose") },
    ...(possible.length > 0 ? [{ name: "siteIds", kind: "choices", values: possible, hint: t("people.sitesHint") }] : []),
  ];
}

function invitation(sites, partner, partnerId) {
  return {
    fields: [...["firstName", "lastName", "email"].map((name) => ({ name, required: true })), ...rights(sites, partner)],
    run: (values) => post(PATH, { partnerId, role: "ADMINISTERS", ...values }).then(invited),
  };
}

function invited(one) {
  return t(one.invitationMailed ? "people.invited" : "people.notMailed", textOf(one));
}

function buttons(one, sites, partner, region, done) {
  const path = `${PATH}/${one.id}`;
  const button = (name, run, more) => dialogButton(t(`people.${name}`), region, { text: textOf(one), run, ...more }, done);
  const changed = (values) => patch(path, one.revision, values).then(() => t("people.change.done", nameOf(one)));
  return [
    sites ? button("change", changed, { fields: filled(rights(sites, partner, one), one) }) : null,
    one.state === "INVITED" ? button("invitation", () => post(`${path}/invitation`).then(invited)) : null,
    stateButtons("people", PATH, STATES, textOf, one, region, done),
    button("removal", () => remove(path).then(() => t("people.removal.done")), { text: t("people.removal.text", textOf(one)) }),
  ];
}

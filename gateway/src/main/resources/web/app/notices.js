// What the person gets by mail. The mails lead here, too.

import { call, get, hasRole, isPartner } from "./data.js";
import { append, CODES, pageForm, t } from "./ui.js";

const PATH = "/v1/me/notices";

/** An office is told of few kinds. */
const OF_OFFICES = { "enrollment-officer": ["HOLD_ENDS", "CONTRACT_BROKEN"], "partnership-officer": ["AGREEMENT_ENDS"] };

function kinds() {
  const all = Object.keys(CODES.noticeKind);
  return isPartner() ? all : all.filter((kind) => Object.keys(OF_OFFICES).some((role) => hasRole(role) && OF_OFFICES[role].includes(kind)));
}

export const noticesPage = {
  path: "notices",
  roles: ["partner", ...Object.keys(OF_OFFICES)],
  menu: true,
  show: async (main, address) => {
    const settings = await get(PATH);
    const fields = [
      { name: "kinds", kind: "choices", group: "noticeKind", values: kinds(), value: settings.kinds.filter((kind) => kinds().includes(kind)), label: t("notices.kinds") },
      { name: "frequency", group: "noticeFrequency", required: true, value: settings.frequency, label: t("notices.frequency") },
      { name: "language", group: "noticeLanguage", required: true, value: settings.language, label: t("notices.language") },
    ];
    const save = async (body) => {
      await call("PUT", PATH, { body });
      await address.done(t("notices.saved"));
    };
    append(main, pageForm(fields, t("notices.save"), save));
  },
};

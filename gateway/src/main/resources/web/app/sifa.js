// The file of a training centre for SIFA: what is missing or wrong in it, and its download.

import { download } from "./csv.js";
import { getText, hasRole, isOfficer, isTrainingCentre, may, partnerChoice, studentOf } from "./data.js";
import { code, CODES, link, listPage, plus, t, today } from "./ui.js";

const PATH = "/v1/exports/sifa";

/** The last day of the year: from July on that of this one. */
const usualDay = () => `${plus(today(), { months: -6 }).slice(0, 4)}-12-31`;

function file(asked) {
  const type = { name: "centreType", label: t("sifa.centreType"), group: "centreType", values: Object.keys(CODES.centreType).sort(), required: true, none: t("choose") };
  const run = async ({ centreType }) => {
    download(`sifa-${asked.on}.csv`, await getText(PATH, { ...asked, centreType }));
    return t("sifa.downloaded");
  };
  return { fields: [type], run };
}

const nameOf = (one) => `${one.familyName} ${one.givenNames}`;

/** A training centre does not open the students of other partners, and a host of apprentices none. */
async function opened(one) {
  const readable = hasRole("partner", "enrollment-officer") && (await studentOf(one.studentId).catch(() => null));
  return readable ? link(`#/student/${one.studentId}`, nameOf(one)) : nameOf(one);
}

export const sifaPage = listPage({
  path: "sifa",
  roles: ["partner", "apprenticeship-host", "enrollment-officer"],
  may: () => (isOfficer() || isTrainingCentre()) && may("students:read", { whole: true }),
  define: async ({ filter }) => {
    const centres = isOfficer() ? await partnerChoice({ kind: "APPRENTICE_TRAINING_CENTRE" }) : [];
    const first = centres[0]?.[0];
    const asked = { on: filter.on ?? usualDay(), trainingCentreId: filter.trainingCentreId ?? first };
    const centre = { name: "trainingCentreId", label: t("column.trainingCentre"), kind: "choice", values: centres, required: true, initial: first };
    return {
      create: { text: t("sifa.download"), question: file(asked) },
      api: `${PATH}/checks`,
      ...(isOfficer() && !first ? { page: async () => ({ items: [] }) } : {}),
      filters: [{ name: "on", label: t("sifa.on"), kind: "date", required: true, initial: asked.on }, ...(first ? [centre] : [])],
      columns: [
        { name: "student", value: nameOf, show: opened },
        { name: "training", value: (one) => one.trainingCode },
        { name: "faults", value: (one) => one.findings.map(({ field, text }) => t("sifa.finding", code("sifaField", field), text)).join(" ") },
      ],
    };
  },
});

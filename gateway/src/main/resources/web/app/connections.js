// Training centres at the national dashboard and at OPCOs: their keys and runs, and the records that the dashboard refuses.

import { all, isOfficer, isTrainingCentre, may, partnerChoice, partnerName, post, remove } from "./data.js";
import { actionButton, code, coded, dialogButton, linked, listPage, t, times } from "./ui.js";

const PATH = "/v1/connections";
const page = { roles: ["partner", "apprenticeship-host", "enrollment-officer"], may: () => (isOfficer() || isTrainingCentre()) && may("enrollments:read", { whole: true }) };
const mayWrite = () => may("enrollments:write", { whole: true });

async function connection() {
  const values = isOfficer() ? await partnerChoice({ kind: "APPRENTICE_TRAINING_CENTRE" }) : null;
  const choice = { name: "trainingCentreId", label: t("column.trainingCentre"), kind: "choice", values, required: true, none: t("choose") };
  const system = { name: "system", group: "outsideSystem", required: true, none: t("choose") };
  const run = (body) => post(PATH, body).then(() => t("connections.done"));
  return { fields: [...(values ? [choice] : []), system, { name: "key", kind: "password", required: true }], run };
}

const centre = (one) => partnerName(one.trainingCentreId);
const records = linked("trainingCentre", "dashboard-records", centre);

async function removal(one) {
  const text = [await centre(one), code("outsideSystem", one.system), t("connections.removal.text")].join(" – ");
  return { text, run: () => remove(`${PATH}/${one.id}`).then(() => t("connections.removal.done")) };
}

const connectionsPage = listPage({
  ...page,
  path: "connections",
  define: () => ({
    create: mayWrite() ? { text: t("connections.create"), question: connection } : null,
    all: async () => (await all(PATH)).map(({ lastRun, ...one }) => ({ ...lastRun, ...one })),
    columns: [
      { ...records, show: (one) => (one.system === "DASHBOARD" ? records.show : centre)(one) },
      coded("system", "outsideSystem"),
      coded("outcome", "connectionOutcome"),
      times("endedAt", "nextRunAt"),
    ],
    actions: (one, done, region) => {
      const run = () => post(`${PATH}/${one.id}/run`).then(() => done(t("connections.done")));
      return mayWrite() ? [actionButton(t("connections.run"), region, run), dialogButton(t("connections.removal"), region, () => removal(one), done)] : [];
    },
  }),
});

const faults = (one) => one.faults.map(({ field, message }) => [field, message].filter(Boolean).join(" ")).join(", ");
const columns = ["familyName", "givenNames", "academicYear", { name: "training", value: (one) => one.trainingTitle }, times("sentAt"), { name: "faults", value: faults }];
const recordsPage = listPage({ ...page, path: "dashboard-records", menu: false, define: ({ id }) => ({ api: `${PATH}/${id}/records`, columns }) });

export const connectionPages = [connectionsPage, recordsPage];

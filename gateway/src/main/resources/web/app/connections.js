// Training centres at the national dashboard and at OPCOs: their keys and runs, and the records that the dashboard refuses.

import { all, isPartner, may, partnerChoice, partnerName, post } from "./data.js";
import { actionButton, coded, linked, listPage, t, times } from "./ui.js";

const PATH = "/v1/connections";
const page = { roles: ["partner", "enrollment-officer"], may: () => may("enrollments:read", { whole: true }) };
const mayWrite = () => may("enrollments:write", { whole: true });

async function connection() {
  const values = isPartner() ? null : await partnerChoice({ kind: "APPRENTICE_TRAINING_CENTRE" });
  const choice = { name: "trainingCentre", pointer: "/trainingCentreId", kind: "choice", values, required: true, none: t("choose") };
  const system = { name: "system", group: "outsideSystem", required: true, none: t("choose") };
  const run = ({ trainingCentre: trainingCentreId, ...body }) => post(PATH, { ...body, ...(trainingCentreId && { trainingCentreId }) }).then(() => t("connections.done"));
  return { fields: [...(values ? [choice] : []), system, { name: "key", required: true }], run };
}

const connectionsPage = listPage({
  ...page,
  path: "connections",
  define: () => ({
    create: mayWrite() ? { text: t("connections.create"), question: connection } : null,
    all: async () => (await all(PATH)).map(({ lastRun, ...one }) => ({ ...lastRun, ...one })),
    columns: [
      linked("trainingCentre", "dashboard-records", (one) => partnerName(one.trainingCentreId)),
      coded("system", "outsideSystem"),
      coded("outcome", "connectionOutcome"),
      times("endedAt", "nextRunAt"),
    ],
    actions: (one, done, region) => {
      const run = () => post(`${PATH}/${one.id}/run`).then(() => done(t("connections.done")));
      return mayWrite() ? [actionButton(t("connections.run"), region, run)] : [];
    },
  }),
});

const faults = (one) => one.faults.map(({ field, message }) => [field, message].filter(Boolean).join(" ")).join(", ");
const columns = ["familyName", "givenNames", "academicYear", { name: "training", value: (one) => one.trainingTitle }, times("sentAt"), { name: "faults", value: faults }];
const recordsPage = listPage({ ...page, path: "dashboard-records", menu: false, define: ({ id }) => ({ api: `${PATH}/${id}/records`, columns }) });

export const connectionPages = [connectionsPage, recordsPage];

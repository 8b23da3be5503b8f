// Training centres at the national dashboard of apprenticeship: their runs, and the records that it does not accept.

import { call } from "../shared/api.js";
import { isPartner, may } from "../shared/rights.js";
import { person } from "../shared/sign-in.js";
import { actionButton } from "./form.js";
import { coded, counts, linked, listPage, times } from "./list.js";
import { all, partnerChoice, partnerName, post } from "./requests.js";
import { t } from "./texts.js";

const PATH = "/v1/dashboard-connections";
const page = { roles: ["partner", "enrollment-officer"], may: () => may("enrollments:read", { whole: true }) };
const mayWrite = () => may("enrollments:write", { whole: true });

async function connection() {
  const values = isPartner() ? null : await partnerChoice({ kind: "APPRENTICE_TRAINING_CENTRE" });
  const choice = { name: "trainingCentre", kind: "choice", values, required: true, none: t("choose") };
  const run = ({ trainingCentre = person().partner_id, dashboardKey: key }) => call("PUT", `${PATH}/${trainingCentre}`, { body: { key } }).then(() => t("dashboard.done"));
  return { fields: [...(values ? [choice] : []), { name: "dashboardKey", pointer: "/key", required: true }], run };
}

const dashboardPage = listPage({
  ...page,
  path: "dashboard",
  define: () => ({
    create: mayWrite() ? { text: t("dashboard.create"), question: connection } : null,
    all: async () => (await all(PATH)).map(({ lastRun, ...one }) => ({ ...lastRun, ...one, sentCount: lastRun?.sent })),
    columns: [
      linked("trainingCentre", "dashboard-records", (one) => partnerName(one.trainingCentreId), (one) => one.trainingCentreId),
      coded("outcome", "dashboardOutcome"),
      counts("sentCount", "faulty"),
      times("endedAt", "nextRunAt"),
    ],
    actions: (one, done, region) => {
      const run = () => post(`${PATH}/${one.trainingCentreId}/run`).then(() => done(t("dashboard.done")));
      return mayWrite() ? [actionButton(t("dashboard.run"), region, run)] : [];
    },
  }),
});

const faults = (one) => one.faults.map(({ field, message }) => [field, message].filter(Boolean).join(" ")).join(", ");
const columns = ["familyName", "givenNames", "academicYear", { name: "training", value: (one) => one.trainingTitle }, times("sentAt"), { name: "faults", value: faults }];
const recordsPage = listPage({ ...page, path: "dashboard-records", menu: false, define: ({ id }) => ({ api: `${PATH}/${id}/records`, columns }) });

export const dashboardPages = [dashboardPage, recordsPage];

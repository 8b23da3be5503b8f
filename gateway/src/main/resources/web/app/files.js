// Sends files of rows to the API.

import { me, post, queryText } from "./data.js";
import { t } from "./ui.js";

const PATHS = {
  ENROLLMENTS: "/v1/imports",
  ATTENDANCE: "/v1/imports/attendance",
  CHANGES: "/v1/imports/changes",
};

/** The files of this page by job, so that a checked file can be sent without choosing it again. Nothing else stores them. */
const files = new Map();

export const fileOf = (jobId) => files.get(jobId);

/** Sends a file; resolves with its job. */
export async function sendFile({ content, kind, agreementId, overwrite }, dryRun) {
  const ofEnrollments = kind === "ENROLLMENTS" ? { agreementId, overwrite: overwrite && "true" } : {};
  const job = await post(PATHS[kind] + queryText({ dryRun, ...ofEnrollments }), new Blob([content], { type: "text/csv" }));
  files.set(job.id, { content, kind, agreementId, overwrite });
  return job;
}

export const overwriteField = (chosen) => ({ name: "overwrite", kind: "flag", value: chosen, hint: t("import.overwriteHint") });

export async function agreementField(chosen) {
  const { agreements } = await me();
  return {
    name: "agreementId",
    kind: "choice",
    values: agreements.map((one) => [one.id, [one.number, one.title].filter(Boolean).join(" · ")]),
    value: chosen ?? (agreements.length === 1 ? agreements[0].id : undefined),
    hint: t("import.agreementHint"),
  };
}

// Papers of enrollments: certificates, and attestations of attendance, of one student or of those of a site in a year.

import { download } from "./csv.js";
import { getFile, may, post, Problem, studentName } from "./data.js";
import { academicYear, actionButton, code, dayOf, dialogButton, link, t, today } from "./ui.js";

/** The states of an enrollment that gets the paper. */
const KINDS = {
  CERTIFICATE: ["CONFIRMED", "ACTIVE", "COMPLETED"],
  ATTENDANCE: ["ACTIVE", "COMPLETED", "WITHDRAWN", "TRANSFERRED"],
};

const mayIssue = () => may("enrollments:read", { whole: true }) && may("students:read");

export function papersOfEnrollment(enrollment, region, done) {
  return Object.keys(KINDS)
    .filter((kind) => mayIssue() && KINDS[kind].includes(enrollment.state))
    .map((kind) => paperButton(kind, { enrollmentId: enrollment.id }, () => studentName(enrollment.studentId), [], region, done));
}

export function papersOfSite(site, region, done) {
  const year = { name: "academicYear", required: true, value: academicYear(today()) };
  const possible = mayIssue() ? Object.keys(KINDS) : [];
  return possible.map((kind) => paperButton(kind, { siteId: site.id }, () => t("papers.ofSite", site.name), [year], region, done));
}

function paperButton(kind, whom, text, fields, region, done) {
  const question = () => ({
    text: text(),
    fields: [...fields, ...(kind === "ATTENDANCE" ? weeks() : [])],
    run: async (values) => {
      const job = await post("/v1/imports/papers", { kind, ...whom, ...values });
      const row = whom.enrollmentId && job.rows?.[0];
      if (!row) {
        return link(`#/import/${job.id}`, t("papers.open"));
      }
      if (row.outcome !== "ACCEPTED") {
        const [refusal] = row.errors;
        throw new Problem(409, { detail: refusal.detail, code: refusal.code });
      }
      download(`${t(`papers.${kind}`)} ${today()}.pdf`, await getFile(`/v1/imports/${job.id}/papers`), "application/pdf");
      return t("papers.downloaded");
    },
  });
  return dialogButton(t(`papers.${kind}`), region, question, done);
}

function weeks() {
  const hint = t("attendance.weekHint");
  return ["fromWeek", "toWeek"].map((name) => ({ name, label: t(`papers.${name}`), hint, required: true }));
}

/** The papers of a job in one file: a PDF, or a ZIP of several. */
export function papersButton(job, region) {
  const take = async () => {
    const file = await getFile(`/v1/imports/${job.id}/papers`);
    download(`${code("importKind", job.kind)} ${dayOf(job.createdAt)}.${file.type === "application/pdf" ? "pdf" : "zip"}`, file, file.type);
  };
  return actionButton(t("papers.download"), region, take, { class: "primary" });
}

// Correction of rejected rows in the page: one input for each cell, the faulty ones marked.

import { read, restored, write } from "./csv.js";
import { agreementField, overwriteField, sendFile } from "./files.js";
import { actionButton, h, language, number, pageForm, replace, resultRegion, t, table, values } from "./ui.js";

const MOST_ROWS = 100;
const ADDED = 3;

/** The file of rejects: the columns of the partner, then code, column and text of the reasons. */
export function rejectsOf(text) {
  const [header, ...rows] = read(text);
  const width = header.length - ADDED;
  return {
    header: header.slice(0, width),
    rows: rows.map((row) => ({
      cells: header.slice(0, width).map((_, i) => restored(row[i] ?? "")),
      columns: restored(row[width + 1] ?? "").split(" | ").filter(Boolean),
      reason: restored(row[width + 2] ?? ""),
    })),
  };
}

/** Shows the rows and sends the corrected ones as a new file. */
export async function showCorrection(container, text, { job, sent, address }) {
  const { header, rows } = rejectsOf(text);
  if (rows.length > MOST_ROWS) {
    replace(container, h("p", { class: "message warn" }, t("rejects.tooMany", rows.length, number(MOST_ROWS))));
    return;
  }
  const region = resultRegion();
  const names = [t("column.row"), ...header, t("column.reason")];
  const cells = rows.map((row, index) => editableRow(header, row, index));
  const fields = [
    h("p", { class: "quiet" }, t("rejects.hint"), " ", job.dryRun ? t("rejects.dryRunHint") : null),
    ...(job.kind === "ENROLLMENTS" ? [await agreementField(sent?.agreementId), overwriteField(sent?.overwrite)] : []),
    table(t("rejects.title"), names, cells, { attributes: { class: "editable" } }),
  ];
  const form = pageForm(fields, t("rejects.check"), () => resend(true), actionButton(t("rejects.send"), region, () => resend(false)));

  async function resend(dryRun) {
    const cells = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")].map((input) => input.value));
    const content = write([header, ...cells], language());
    const next = await sendFile({ content, kind: job.kind, ...values(form) }, dryRun);
    address.open(`#/import/${next.id}`);
  }

  replace(container, h("h2", { tabindex: -1 }, t("rejects.heading")), form, region);
  container.querySelector("h2").focus();
}

function editableRow(header, row, index) {
  const reason = `reject-${index}`;
  const cells = row.cells.map((value, i) => {
    const isFaulty = row.columns.includes(header[i]);
    const name = t("rejects.cell", header[i], number(index + 1));
    const faulty = isFaulty ? { "aria-invalid": "true", "aria-describedby": reason } : {};
    return h("input", { type: "text", "aria-label": name, autocomplete: "off", value, ...faulty });
  });
  return [number(index + 1), ...cells, h("span", { id: reason, class: "reason" }, row.reason)];
}

// Files of a partner: upload with a dry run, progress of the job, correction of its rejects in the page.

import { download } from "./csv.js";
import { get, getFile, getText, may, post, queryText } from "./data.js";
import { agreementField, fileOf, overwriteField, sendFile } from "./files.js";
import { papersButton } from "./papers.js";
import { showCorrection } from "./rejects.js";
import { actionButton, append, code, coded, CODES, dayOf, h, headings, instant, link, number, pageForm, problemText, replace, resultRegion, showList, showResult, t, table, titled, values } from "./ui.js";

const ROLES = ["partner"];
const POLL = 1000;
const ENDED = ["DONE", "ABORTED", "CANCELLED"];

const maySend = () => may("enrollments:write", { whole: true });

const template = (kind) => async () => download(`${code("importKind", kind)}.csv`, await getFile("/v1/imports/template.csv" + queryText({ kind })));

/** Papers have no file that a person sends. */
const SENT = Object.keys(CODES.importKind).filter((kind) => kind !== "PAPERS");

const uploadPage = {
  path: "upload",
  roles: ROLES,
  may: maySend,
  menu: true,
  show: async (main, address, region) => {
    const list = h("div", {});
    const fields = [
      { name: "kind", group: "importKind", values: SENT, required: true },
      await agreementField(),
      { name: "file", kind: "file", required: true, hint: t("upload.fileHint") },
      overwriteField(),
    ];
    const send = actionButton(t("import.send"), region, () => form.reportValidity() && upload(false));
    const form = pageForm(fields, t("import.check"), () => upload(true), send);

    async function upload(dryRun) {
      const job = await sendFile({ content: form.elements.file.files[0], ...values(form) }, dryRun);
      address.open(`#/import/${job.id}`);
    }

    append(main, [
      form,
      h("h2", {}, t("upload.templates")),
      h("p", { class: "row" }, SENT.map((kind) => actionButton(code("importKind", kind), region, template(kind)))),
      h("h2", {}, t("upload.files")),
      list,
    ]);
    await showList(list, address, fileList);
  },
};

/** The files of the partner; the platform keeps them for a week. */
const fileList = {
  name: "files",
  api: "/v1/imports",
  filters: [{ name: "kind", group: "importKind" }, { name: "state", group: "importState" }],
  columns: [
    { name: "sentAt", value: (job) => job.createdAt, show: (job) => link(`#/import/${job.id}`, instant(job.createdAt)) },
    coded("kind", "importKind"),
    { name: "dryRun", value: (job) => t(job.dryRun ? "upload.isDryRun" : "upload.isReal") },
    coded("state", "importState"),
    { name: "rows", number: true, value: (job) => job.counts.rows },
    { name: "accepted", number: true, value: (job) => job.counts.accepted },
    { name: "faulty", number: true, value: (job) => job.counts.refused + job.counts.malformed },
  ],
};

const importPage = {
  path: "import",
  roles: ["partner", "enrollment-officer"],
  show: async (main, address, region) => {
    const path = `/v1/imports/${address.id}`;
    let job = await get(path);
    address.heading(t("import.heading", instant(job.createdAt)));
    const bar = h("progress", { max: 100, "aria-label": t("import.progress") });
    const state = h("p", { role: "status" });
    const counts = h("div", {});
    const end = h("div", {});
    const stop = actionButton(t("import.cancel"), region, async () => {
      await post(`${path}/cancellation`);
      return t("import.cancelled");
    });
    append(main, [h("p", {}, job.kind === "PAPERS" ? code("importKind", job.kind) : t(job.dryRun ? "import.isDryRun" : "import.isReal")), bar, state, maySend() ? stop : null, counts, end]);

    let announced = "";
    function show() {
      bar.value = job.percent;
      // the live region speaks only when a tenth is done, not at each poll
      const text = t("import.state", code("importState", job.state), Math.floor(job.percent / 10) * 10);
      if (text !== announced) {
        announced = text;
        replace(state, text);
      }
      stop.hidden = ENDED.includes(job.state);
      replace(counts, countsTable(job));
    }

    /** A server that is away for a moment does not end the progress. */
    function presentJob(problem) {
      if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
        throw problem;
      }
      return job;
    }

    show();
    while (!ENDED.includes(job.state)) {
      await new Promise((resolve) => setTimeout(resolve, POLL));
      if (!main.isConnected) {
        return;
      }
      job = await get(path).catch(presentJob);
      show();
    }
    await showEnd(end, job, address);
  },
};

function countsTable(job) {
  const names = ["rows", "accepted", "updated", "repeated", "refused", "malformed", "pending", "skipped"];
  return table(
    t("import.counts"),
    headings("outcome", "rows"),
    names.map((name) => [t(`import.${name}${job.dryRun && ["accepted", "updated"].includes(name) ? "InDryRun" : ""}`), number(job.counts[name])]),
    { numbers: [1], hideCaption: true },
  );
}

async function showEnd(container, job, address) {
  const region = resultRegion();
  const correction = h("div", {});
  const sent = fileOf(job.id);
  const faulty = job.counts.refused + job.counts.malformed;
  const rejects = `/v1/imports/${job.id}/rejects.csv`;
  const sendNow = async () => address.open(`#/import/${(await sendFile(sent, false)).id}`);
  const ofRejects = () => [
    maySend() ? actionButton(t("import.correct"), region, async () => showCorrection(correction, await getText(rejects), { job, sent, address })) : null,
    actionButton(t("import.download"), region, async () => download(`${t("rejects.title")} ${dayOf(job.createdAt)}.csv`, await getFile(rejects))),
  ];
  append(container, [
    region,
    h("p", { class: "row" }, [
      job.dryRun && sent ? actionButton(t("import.sendNow"), region, sendNow, { class: "primary" }) : null,
      job.kind === "PAPERS" && job.counts.accepted > 0 ? papersButton(job, region) : null,
      job.kind !== "PAPERS" && faulty > 0 ? ofRejects() : null,
    ]),
    job.dryRun && !sent && maySend() ? h("p", {}, t("import.chooseAgain"), " ", link("#/upload", t("upload.title"))) : null,
    correction,
  ]);
  if (faulty > 0) {
    await showReasons(container, job);
  }
  const end = job.kind === "PAPERS" ? t("papers.end", job.counts.accepted) : t(faulty > 0 ? "import.endWithRejects" : "import.endWithout", faulty);
  showResult(region, end);
}

/** The reasons by code, from the first rows with a fault. */
async function showReasons(container, job) {
  try {
    const pages = await Promise.all(["REFUSED", "MALFORMED"].map((outcome) => get(`/v1/imports/${job.id}/rows`, { outcome, limit: 50 })));
    const rows = pages.flatMap((page) => page.items).sort((a, b) => a.number - b.number);
    const columnsOf = (errors) => errors.map((error) => error.column).filter(Boolean).join(" | ");
    const cells = ({ number: row, reference = "", errors = [] }) => [row, reference, columnsOf(errors), errors.map((error) => error.detail).join(" ")];
    append(container, titled(t("import.reasons"), headings("row", "reference", "column", "reason"), rows.map(cells), { numbers: [0] }));
  } catch (problem) {
    append(container, problemText(problem));
  }
}

export const importPages = [uploadPage, importPage];

// Possible duplicates for the enrollment office: the registrations side by side with the evidence, the merge, its undo,
// and the finding that two students are two persons.

import { get } from "../shared/api.js";
import { append, h, link, table } from "./dom.js";
import { dialogButton, resultRegion } from "./form.js";
import { day, instant, number } from "./format.js";
import { showList } from "./list.js";
import { all, partnerName, post, remove, studentName } from "./requests.js";
import { code, t } from "./texts.js";

const ROLES = ["enrollment-officer"];

const duplicatesPage = {
  path: "duplicates",
  roles: ROLES,
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "duplicates",
      page: (filter, cursor, limit) => get("/v1/students/duplicates", { cursor, limit }),
      columns: [
        { name: "familyName", value: ({ student }) => student.familyName, show: ({ student }) => link(`#/duplicate/${student.id}`, student.familyName) },
        { name: "givenNames", value: ({ student }) => student.givenNames },
        { name: "birthDate", value: ({ student }) => student.birthDate, show: ({ student }) => day(student.birthDate) },
        { name: "partner", value: ({ student }) => partnerName(student.partnerId) },
        { name: "evidence", value: ({ reasons }) => reasonsText(reasons) },
      ],
    }),
};

function reasonsText(reasons) {
  return reasons.map((reason) => code("duplicateReason", reason)).join(", ");
}

/** The facts that are compared: name and value. */
const FACTS = [
  ["familyName", (student) => student.familyName],
  ["givenNames", (student) => student.givenNames],
  ["birthDate", (student) => day(student.birthDate)],
  ["birthPlace", (student) => student.birthPlace],
  ["ine", (student) => student.ine],
  ["email", (student) => student.email],
  ["diplomaLevel", (student) => student.diplomaLevel],
  ["reference", (student) => student.reference],
];

const duplicatePage = {
  path: "duplicate",
  roles: ROLES,
  show: async (main, address) => {
    const student = await get(`/v1/students/${address.id}`);
    address.heading(t("duplicate.heading", `${student.familyName} ${student.givenNames}`));
    const region = resultRegion();
    const [others, merges, distinctions] = await Promise.all([
      all(`/v1/students/${student.id}/possible-duplicates`, {}, 100),
      all(`/v1/students/${student.id}/merges`, {}, 100),
      all(`/v1/students/${student.id}/distinctions`, {}, 100),
    ]);
    append(main, region);
    if (student.mergedInto) {
      append(main, h("p", { class: "message good" }, t("duplicate.isAlias"), " ", link(`#/duplicate/${student.mergedInto}`, t("duplicate.survivor"))));
    }
    if (others.length === 0 && !student.mergedInto) {
      append(main, h("p", {}, t("duplicate.none")));
    }
    for (const other of others) {
      append(main, await comparison(student, other, region, address.done));
    }
    if (merges.length > 0) {
      append(main, mergesTable(student, merges, region, address.done));
    }
    if (distinctions.length > 0) {
      append(main, await distinctionsTable(student, distinctions, region, address.done));
    }
  },
};

async function comparison(student, { student: other, reasons }, region, done) {
  const [ofStudent, ofOther] = await Promise.all([student, other].map(enrollmentsOf));
  const caption = t("duplicate.comparison", `${other.familyName} ${other.givenNames}`);
  const rows = FACTS.map(([name, value]) => {
    const [a, b] = [value(student) ?? "", value(other) ?? ""];
    return [t(`column.${name}`), String(a), String(b), verdict(a, b)];
  });
  return h(
    "section",
    { class: "card" },
    h("h2", {}, caption),
    h("p", {}, h("strong", {}, t("duplicate.evidence")), " ", reasonsText(reasons)),
    table(
      caption,
      [t("column.fact"), t("duplicate.first"), t("duplicate.second"), t("duplicate.verdict")],
      [
        ...rows,
        [t("column.partner"), partnerName(student.partnerId), partnerName(other.partnerId), ""],
        [t("column.registeredAt"), instant(student.registeredAt), instant(other.registeredAt), ""],
        [t("duplicate.enrollments"), ofStudent, ofOther, ""],
      ],
      { hideCaption: true },
    ),
    h(
      "p",
      { class: "row" },
      dialogButton(t("duplicate.keepFirst"), region, merge(student, other), done, { class: "primary" }),
      dialogButton(t("duplicate.keepSecond"), region, merge(other, student), done),
      dialogButton(t("duplicate.twoPersons"), region, distinguish(student, other), done),
    ),
  );
}

function verdict(a, b) {
  if (a === "" || b === "") {
    return h("span", { class: "quiet" }, t("duplicate.missing"));
  }
  return a === b
    ? h("span", { class: "same" }, "= ", t("duplicate.same"))
    : h("span", { class: "different" }, "≠ ", t("duplicate.different"));
}

async function enrollmentsOf(student) {
  const page = await get("/v1/enrollments", { studentId: student.id, limit: 100 });
  return page.items.length === 0
    ? t("duplicate.noEnrollment")
    : link(`#/enrollments?studentId=${student.id}`, page.next ? t("duplicate.moreThan", number(page.items.length)) : number(page.items.length));
}

function merge(survivor, other) {
  return {
    title: t("duplicate.merge"),
    text: t("duplicate.mergeText", `${other.familyName} ${other.givenNames}`, `${survivor.familyName} ${survivor.givenNames}`),
    fields: [{ name: "reason", kind: "area", hint: t("duplicate.reasonHint") }],
    confirm: t("duplicate.merge"),
    run: async (answer) => {
      const done = await post(`/v1/students/${survivor.id}/merges`, { mergedStudentId: other.id, ...answer });
      return t("duplicate.merged", done.movedEnrollments);
    },
  };
}

function mergesTable(student, merges, region, done) {
  return h(
    "section",
    {},
    h("h2", {}, t("duplicate.merges")),
    table(
      t("duplicate.merges"),
      [t("column.date"), t("column.by"), t("column.reason"), t("duplicate.moved"), t("column.state"), t("list.actions")],
      merges.map((one) => [
        instant(one.mergedAt),
        one.mergedBy,
        one.reason ?? "",
        number(one.movedEnrollments),
        one.undoneAt ? t("duplicate.undoneOn", instant(one.undoneAt)) : t("duplicate.inEffect"),
        one.undoneAt ? "" : dialogButton(t("duplicate.undo"), region, undo(student, one), done),
      ]),
      { numbers: [3], hideCaption: true },
    ),
  );
}

function undo(student, one) {
  return {
    text: `${student.familyName} ${student.givenNames}`,
    fields: [{ name: "reason", kind: "area", required: true }],
    run: async (answer) => {
      const done = await post(`/v1/students/${one.survivorId}/merges/${one.id}/undoing`, answer);
      return t("duplicate.undone", done.returnedEnrollments ?? 0);
    },
  };
}

function distinguish(student, other) {
  return {
    text: t("duplicate.twoPersonsText", `${student.familyName} ${student.givenNames}`, `${other.familyName} ${other.givenNames}`),
    fields: [{ name: "reason", kind: "area", required: true, hint: t("duplicate.reasonHint") }],
    run: async (answer) => {
      await post(`/v1/students/${student.id}/distinctions`, { otherStudentId: other.id, ...answer });
      return t("duplicate.distinguished");
    },
  };
}

async function distinctionsTable(student, distinctions, region, done) {
  const names = await Promise.all(distinctions.map((one) => studentName(one.otherStudentId)));
  return h(
    "section",
    {},
    h("h2", {}, t("duplicate.distinctions")),
    table(
      t("duplicate.distinctions"),
      [t("column.student"), t("column.date"), t("column.by"), t("column.reason"), t("list.actions")],
      distinctions.map((one, i) => [
        link(`#/duplicate/${one.otherStudentId}`, names[i]),
        instant(one.statedAt),
        one.statedBy,
        one.reason,
        dialogButton(t("duplicate.takeBack"), region, takeBack(student, one, names[i]), done),
      ]),
      { hideCaption: true },
    ),
  );
}

function takeBack(student, one, other) {
  return {
    text: t("duplicate.takeBackText", `${student.familyName} ${student.givenNames}`, other),
    run: async () => {
      await remove(`/v1/students/${student.id}/distinctions/${one.id}`);
      return t("duplicate.takenBack");
    },
  };
}

export const duplicatePages = [duplicatesPage, duplicatePage];

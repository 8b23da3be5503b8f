// Possible duplicates for the enrollment office: the registrations side by side with the evidence, the merge, its undo,
// and the finding that two students are two persons.

import { all, get, partnerName, post, remove, studentName } from "./data.js";
import { append, code, day, dialogButton, h, headings, instant, link, linked, listPage, number, reason, t, table, titled } from "./ui.js";

const ROLES = ["enrollment-officer"];

const nameOf = (student) => `${student.familyName} ${student.givenNames}`;
const reasonsText = (reasons) => reasons.map((one) => code("duplicateReason", one)).join(", ");

const duplicatesPage = listPage({
  path: "duplicates",
  roles: ROLES,
  define: () => ({
    api: "/v1/students/duplicates",
    columns: [
      linked("familyName", "duplicate", ({ student }) => student.familyName, ({ student }) => student.id),
      { name: "givenNames", value: ({ student }) => student.givenNames },
      { name: "birthDate", value: ({ student }) => student.birthDate, show: ({ student }) => day(student.birthDate) },
      { name: "partner", value: ({ student }) => partnerName(student.partnerId) },
      { name: "evidence", value: ({ reasons }) => reasonsText(reasons) },
    ],
  }),
});

const FACTS = ["familyName", "givenNames", "birthDate", "birthPlace", "ine", "email", "diplomaLevel", "reference"];

const duplicatePage = {
  path: "duplicate",
  roles: ROLES,
  show: async (main, address, region) => {
    const student = await get(`/v1/students/${address.id}`);
    address.heading(t("duplicate.heading", nameOf(student)));
    const parts = ["possible-duplicates", "merges", "distinctions"];
    const [others, merges, distinctions] = await Promise.all(parts.map((part) => all(`/v1/students/${student.id}/${part}`, {}, 100)));
    const comparisons = [];
    for (const other of others) {
      comparisons.push(await comparison(student, other, region, address.done));
    }
    const survivor = () => h("p", { class: "message good" }, t("duplicate.isAlias"), " ", link(`#/duplicate/${student.mergedInto}`, t("duplicate.survivor")));
    append(main, [
      student.mergedInto ? survivor() : null,
      others.length === 0 && !student.mergedInto ? h("p", {}, t("duplicate.none")) : null,
      comparisons,
      merges.length > 0 ? mergesTable(student, merges, region, address.done) : null,
      distinctions.length > 0 ? await distinctionsTable(student, distinctions, region, address.done) : null,
    ]);
  },
};

async function comparison(student, { student: other, reasons }, region, done) {
  const [ofStudent, ofOther] = await Promise.all([student, other].map(enrollmentsOf));
  const caption = t("duplicate.comparison", nameOf(other));
  const facts = FACTS.map((name) => {
    const [a, b] = [student, other].map((one) => (name === "birthDate" ? day(one[name]) : String(one[name] ?? "")));
    return [t(`column.${name}`), a, b, verdict(a, b)];
  });
  const rows = [
    ...facts,
    [t("column.partner"), partnerName(student.partnerId), partnerName(other.partnerId), ""],
    [t("column.registeredAt"), instant(student.registeredAt), instant(other.registeredAt), ""],
    [t("duplicate.enrollments"), ofStudent, ofOther, ""],
  ];
  const header = [t("column.fact"), t("duplicate.first"), t("duplicate.second"), t("duplicate.verdict")];
  return h(
    "section",
    { class: "card" },
    h("h2", {}, caption),
    h("p", {}, h("strong", {}, t("duplicate.evidence")), " ", reasonsText(reasons)),
    table(caption, header, rows, { hideCaption: true }),
    h("p", { class: "row" }, [
      dialogButton(t("duplicate.keepFirst"), region, merge(student, other), done, { class: "primary" }),
      dialogButton(t("duplicate.keepSecond"), region, merge(other, student), done),
      dialogButton(t("duplicate.twoPersons"), region, distinguish(student, other), done),
    ]),
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
    text: t("duplicate.mergeText", nameOf(other), nameOf(survivor)),
    fields: [reason({ required: false, hint: t("duplicate.reasonHint") })],
    confirm: t("duplicate.merge"),
    run: (answer) =>
      post(`/v1/students/${survivor.id}/merges`, { mergedStudentId: other.id, ...answer }).then((done) => t("duplicate.merged", done.movedEnrollments)),
  };
}

function mergesTable(student, merges, region, done) {
  return titled(
    t("duplicate.merges"),
    [...headings("date", "by", "reason"), t("duplicate.moved"), t("column.state"), t("list.actions")],
    merges.map((one) => [
      instant(one.mergedAt),
      one.mergedBy,
      one.reason ?? "",
      number(one.movedEnrollments),
      one.undoneAt ? t("duplicate.undoneOn", instant(one.undoneAt)) : t("duplicate.inEffect"),
      one.undoneAt ? "" : dialogButton(t("duplicate.undo"), region, undo(student, one), done),
    ]),
    { numbers: [3] },
  );
}

function undo(student, one) {
  return {
    text: nameOf(student),
    fields: [reason()],
    run: (answer) =>
      post(`/v1/students/${one.survivorId}/merges/${one.id}/undoing`, answer).then((done) => t("duplicate.undone", done.returnedEnrollments ?? 0)),
  };
}

function distinguish(student, other) {
  return {
    text: t("duplicate.twoPersonsText", nameOf(student), nameOf(other)),
    fields: [reason({ hint: t("duplicate.reasonHint") })],
    run: (answer) => post(`/v1/students/${student.id}/distinctions`, { otherStudentId: other.id, ...answer }).then(() => t("duplicate.distinguished")),
  };
}

async function distinctionsTable(student, distinctions, region, done) {
  const names = await Promise.all(distinctions.map((one) => studentName(one.otherStudentId)));
  return titled(
    t("duplicate.distinctions"),
    [...headings("student", "date", "by", "reason"), t("list.actions")],
    distinctions.map((one, i) => [
      link(`#/duplicate/${one.otherStudentId}`, names[i]),
      instant(one.statedAt),
      one.statedBy,
      one.reason,
      dialogButton(t("duplicate.takeBack"), region, takeBack(student, one, names[i]), done),
    ]),
  );
}

function takeBack(student, one, other) {
  return {
    text: t("duplicate.takeBackText", nameOf(student), other),
    run: () => remove(`/v1/students/${student.id}/distinctions/${one.id}`).then(() => t("duplicate.takenBack")),
  };
}

export const duplicatePages = [duplicatesPage, duplicatePage];

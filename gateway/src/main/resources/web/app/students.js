// Students: the list with a search by name, and one student with export and erasure.

import { download } from "./csv.js";
import { get, getText, isOfficer, may, partnerName, patch, post, search as searchIn } from "./data.js";
import { mayEnroll, SIFA, studentFields } from "./enroll.js";
import { actionButton, append, ask, code, day, days, dialogButton, facts, filterForm, h, headings, instant, link, linked, listPage, number, patchOf, replace, showList, showResult, t, table, today } from "./ui.js";

const studentsPage = {
  path: "students",
  roles: ["partner", "enrollment-officer"],
  menu: true,
  show: async (main, address) => {
    const list = h("div", {});
    const texts = { name: "students.search", submit: "students.search", reset: "students.everybody" };
    const form = filterForm([{ name: "familyName", required: true }, "firstName", { name: "birthDate", kind: "date" }], search, () => address.go({}), texts);
    append(main, [h("p", { class: "quiet" }, t("students.searchHint")), form, list]);

    // a name is personal data: it is sent in a body, and neither it nor a cursor with it becomes part of an address
    function search(question) {
      const page = (filter, cursor, limit) => searchIn(`/v1/students/searches?${new URLSearchParams(cursor ? { cursor, limit } : { limit })}`, question);
      return showList(list, { ...address, filter: {}, keep: () => {} }, { ...students, page });
    }

    await showList(list, address, { ...students, api: "/v1/students", filters: ["reference"] });
  },
};

const students = {
  name: "students",
  columns: [linked("familyName", "student", (one) => one.familyName), "givenNames", days("birthDate"), "reference", "ine"],
  actions: (one) => [link(`#/enrollments?studentId=${one.id}`, t("students.enrollments"))],
};

const studentPage = {
  path: "student",
  roles: ["partner", "enrollment-officer"],
  show: async (main, address, region) => {
    const one = await get(`/v1/students/${address.id}`);
    address.heading(`${one.familyName} ${one.givenNames}`);
    append(main, [
      facts([
        [t("column.sex"), code("sex", one.sex)],
        [t("column.birthDate"), day(one.birthDate)],
        [t("column.birthPlace"), joined(" – ", one.birthPlace, one.birthPlaceCode)],
        ...["usageName", "nationality", "email", "telephone", "ine", "diplomaLevel", "reference"].map((name) => [t(`column.${name}`), one[name]]),
        [t("column.address"), addressText(one.address)],
        [t("column.guardian"), one.guardian ? joined(", ", one.guardian.name, one.guardian.telephone, one.guardian.email) : null],
        ...SIFA.map(([name, label]) => [label(), one.sifa?.[name]]),
        [t("column.partner"), isOfficer() ? partnerName(one.partnerId) : null],
        [t("column.registeredAt"), instant(one.registeredAt)],
      ]),
      h("p", { class: "row" }, [
        link(`#/enrollments?studentId=${one.id}`, t("students.enrollments")),
        mayEnroll() ? link(`#/enroll?studentId=${one.id}`, t("enroll.title")) : null,
        isOfficer() ? link(`#/duplicate/${one.id}`, t("duplicates.title")) : null,
        may("students:write") ? dialogButton(t("student.correct"), region, correction(one), address.done) : null,
        may("students:read", { whole: true }) ? actionButton(t("student.export"), region, () => exported(one)) : null,
        isOfficer() ? actionButton(t("student.erase"), region, () => erase(one, address, region, main)) : null,
      ]),
    ]);
  },
};

/** The form has every fact of a student; the data for SIFA of an apprentice only, and a correction leaves those of others as they are. */
function correction(one) {
  const fields = studentFields("", one);
  const run = (found) => patch(`/v1/students/${one.id}`, one.revision, patchOf(fields, found)).then(() => t("student.correct.done"));
  return { text: `${one.familyName} ${one.givenNames}`, fields, run };
}

async function exported({ id, familyName, givenNames }) {
  download(`${t("student.file", familyName, givenNames)} ${today()}.json`, await getText(`/v1/students/${id}/export`), "application/json");
  return t("student.exported");
}

function joined(separator, ...parts) {
  return parts.filter(Boolean).join(separator);
}

function addressText(address) {
  return address
    ? joined(", ", ...address.lines, joined(" ", address.postalCode, address.city), address.country === "FR" ? null : address.country)
    : null;
}

export const dueErasuresPage = listPage({
  path: "due-erasures",
  roles: ["enrollment-officer"],
  define: () => ({
    api: "/v1/students/due-erasures",
    filters: [{ name: "dueFrom", kind: "date" }, { name: "dueTo", kind: "date" }],
    columns: [
      linked("familyName", "student", (one) => one.familyName, (one) => one.studentId),
      "givenNames",
      "reference",
      { name: "partner", value: (one) => partnerName(one.partnerId) },
      days("lastActiveOn", "dueOn"),
    ],
  }),
});

/** The page shows the receipt in place of the student. */
async function erase(student, address, region, content) {
  const [title, text] = [t("student.erase"), t("student.eraseText", `${student.familyName} ${student.givenNames}`)];
  const receipt = await ask({ title, text, confirm: title, run: () => post(`/v1/students/${student.id}/erasure`) });
  if (receipt) {
    const rows = Object.entries(receipt.purged).map(([kind, count]) => [code("purged", kind), number(count)]);
    address.heading(t("student.receipt"));
    replace(
      content,
      facts([[t("column.recordedAt"), instant(receipt.erasedAt)], [t("column.by"), receipt.erasedBy]]),
      table(t("student.receipt"), headings("kind", "rows"), rows, { numbers: [1], hideCaption: true }),
    );
    showResult(region, t("student.erased"));
  }
}

export const studentPages = [studentsPage, studentPage];

// Students: the list with a search by name, and one student with export and erasure.

import { get } from "../shared/api.js";
import { append, facts, h, link, replace, table } from "./dom.js";
import { download } from "./csv.js";
import { isOfficer } from "./enrollment-changes.js";
import { pick } from "./enrollments.js";
import { actionButton, ask, field, resultRegion, showResult, values } from "./form.js";
import { day, instant, number } from "./format.js";
import { showList } from "./list.js";
import { getText, partnerName, post, search as searchIn } from "./requests.js";
import { code, t } from "./texts.js";

const studentsPage = {
  path: "students",
  roles: ["partner", "enrollment-officer"],
  menu: true,
  show: async (main, address) => {
    const list = h("div", {});
    const form = h(
      "form",
      { class: "filters", "aria-label": t("students.search"), onsubmit: search },
      [
        { name: "familyName", kind: "text", required: true },
        { name: "firstName", kind: "text" },
        { name: "birthDate", kind: "date" },
      ].map(field),
      h("button", { type: "submit", class: "primary" }, t("students.search")),
      h("button", { type: "button", onclick: () => address.go({}) }, t("students.everybody")),
    );
    append(main, [h("p", { class: "quiet" }, t("students.searchHint")), form, list]);

    // a name is personal data: it is sent in a body, and neither it nor a cursor with it becomes part of an address
    function search(event) {
      event.preventDefault();
      const question = values(form);
      return showList(list, { ...address, filter: {}, keep: () => {} }, students((filter, cursor, limit) => {
        const query = new URLSearchParams(cursor ? { cursor, limit } : { limit });
        return searchIn(`/v1/students/searches?${query}`, question);
      }, []));
    }

    await showList(list, address, students(
      (filter, cursor, limit) => get("/v1/students", { ...pick(filter, "reference"), cursor, limit }),
      [{ name: "reference", kind: "text" }],
    ));
  },
};

function students(page, filters) {
  return {
    name: "students",
    page,
    filters,
    columns: [
      { name: "familyName", value: (one) => one.familyName, show: (one) => link(`#/student/${one.id}`, one.familyName) },
      { name: "givenNames", value: (one) => one.givenNames },
      { name: "birthDate", value: (one) => one.birthDate, show: (one) => day(one.birthDate) },
      { name: "reference", value: (one) => one.reference },
      { name: "ine", value: (one) => one.ine },
    ],
    actions: (one) => [link(`#/enrollments?studentId=${one.id}`, t("students.enrollments"))],
  };
}

const studentPage = {
  path: "student",
  roles: ["partner", "enrollment-officer"],
  show: async (main, address) => {
    const one = await get(`/v1/students/${address.id}`);
    address.heading(`${one.familyName} ${one.givenNames}`);
    const region = resultRegion();
    const content = h("div", {});
    append(main, region, content);
    append(
      content,
      facts([
        [t("column.usageName"), one.usageName],
        [t("column.sex"), code("sex", one.sex)],
        [t("column.birthDate"), day(one.birthDate)],
        [t("column.birthPlace"), joined(" – ", one.birthPlace, one.birthPlaceCode)],
        [t("column.nationality"), one.nationality],
        [t("column.email"), one.email],
        [t("column.telephone"), one.telephone],
        [t("column.address"), addressText(one.address)],
        [t("column.guardian"), one.guardian ? joined(", ", one.guardian.name, one.guardian.telephone, one.guardian.email) : null],
        [t("column.ine"), one.ine],
        [t("column.diplomaLevel"), one.diplomaLevel],
        [t("column.reference"), one.reference],
        [t("column.partner"), isOfficer() ? partnerName(one.partnerId) : null],
        [t("column.registeredAt"), instant(one.registeredAt)],
      ]),
      h("p", { class: "row" }, [
        link(`#/enrollments?studentId=${one.id}`, t("students.enrollments")),
        isOfficer() ? link(`#/duplicate/${one.id}`, t("duplicates.title")) : null,
        actionButton(t("student.export"), region, async () => {
          download(`${one.id}.json`, await getText(`/v1/students/${one.id}/export`), "application/json");
          return t("student.exported");
        }),
        isOfficer() ? actionButton(t("student.erase"), region, () => erase(one, address, region, content)) : null,
      ]),
    );
  },
};

function joined(separator, ...parts) {
  return parts.filter(Boolean).join(separator);
}

function addressText(address) {
  return address
    ? joined(", ", ...address.lines, joined(" ", address.postalCode, address.city), address.country === "FR" ? null : address.country)
    : null;
}

export const dueErasuresPage = {
  path: "due-erasures",
  roles: ["enrollment-officer"],
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "due-erasures",
      page: (filter, cursor, limit) => get("/v1/students/due-erasures", { ...pick(filter, "dueFrom", "dueTo"), cursor, limit }),
      filters: [
        { name: "dueFrom", kind: "date" },
        { name: "dueTo", kind: "date" },
      ],
      columns: [
        { name: "familyName", value: (one) => one.familyName, show: (one) => link(`#/student/${one.studentId}`, one.familyName) },
        { name: "givenNames", value: (one) => one.givenNames },
        { name: "reference", value: (one) => one.reference },
        { name: "partner", value: (one) => partnerName(one.partnerId) },
        { name: "lastActiveOn", value: (one) => one.lastActiveOn, show: (one) => day(one.lastActiveOn) },
        { name: "dueOn", value: (one) => one.dueOn, show: (one) => day(one.dueOn) },
      ],
    }),
};

/** The page shows the receipt in place of the student. */
async function erase(student, address, region, content) {
  let receipt;
  const message = await ask({
    title: t("student.erase"),
    text: t("student.eraseText", `${student.familyName} ${student.givenNames}`),
    confirm: t("student.erase"),
    run: async () => {
      receipt = await post(`/v1/students/${student.id}/erasure`);
      return t("student.erased");
    },
  });
  if (message) {
    address.heading(t("student.receipt"));
    replace(
      content,
      facts([
        [t("column.recordedAt"), instant(receipt.erasedAt)],
        [t("column.by"), receipt.erasedBy],
      ]),
      table(
        t("student.receipt"),
        [t("column.kind"), t("column.rows")],
        Object.entries(receipt.purged).map(([kind, count]) => [kind, number(count)]),
        { numbers: [1], hideCaption: true },
      ),
    );
    showResult(region, message);
  }
}

export const studentPages = [studentsPage, studentPage];

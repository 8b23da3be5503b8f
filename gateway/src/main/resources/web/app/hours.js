// The hours of a week at a site: a grid of students and days. The days add up to the week, which is what the API records.

import { all, may, offeringOf, post, studentName } from "./data.js";
import { openSites } from "./enrollment-changes.js";
import { append, filterForm, formatDate, h, mondayOf, pageForm, plus, t, table, today, weekOf } from "./ui.js";

const MOST_ENTRIES = 200;

/** The states whose hours can be declared. */
const STATES = ["ACTIVE", "COMPLETED", "WITHDRAWN"];

export const hoursPage = {
  path: "hours",
  roles: ["partner", "enrollment-officer"],
  may: () => may("attendance:write"),
  menu: true,
  show: async (main, address) => {
    const sites = await openSites();
    const { siteId = sites.length === 1 ? sites[0][0] : undefined, week = weekOf(today()), offeringId } = address.filter;
    const students = siteId ? await studentsOf(siteId, week) : [];
    const groups = new Map(students.map(({ offering }) => [offering.id, `${offering.trainingCode} ${offering.academicYear}`]));
    const shown = students.filter(({ offering }) => !offeringId || offering.id === offeringId);
    const fields = [
      { name: "siteId", kind: "choice", label: t("column.site"), values: sites, value: siteId, required: true, none: t("choose") },
      { name: "week", kind: "week", value: week, max: weekOf(today()), required: true, hint: t("attendance.weekHint") },
      { name: "offeringId", kind: "choice", label: t("column.offering"), values: [...groups], value: offeringId },
    ];
    append(main, [
      filterForm(fields, address.go, () => address.go({})),
      shown.length > 0 ? grid(shown, siteId, week, address.done) : h("p", {}, t(siteId ? "hours.empty" : "hours.choose")),
    ]);
  },
};

/** The students of the site in the week by name, with the hours that it declared. */
async function studentsOf(siteId, week) {
  const [monday, sunday] = [0, 6].map((days) => plus(mondayOf(week), { days }));
  const [enrollments, declared] = await Promise.all([all("/v1/enrollments", { siteId }), all("/v1/attendance", { siteId, week })]);
  const hours = new Map(declared.map((one) => [one.enrollmentId, one.hours]));
  const read = async ({ id, studentId, offeringId, withdrawnOn }) => {
    const [name, offering] = await Promise.all([studentName(studentId), offeringOf(offeringId)]);
    return { id, name, offering, lastDay: withdrawnOn ?? offering?.endsOn, hours: hours.get(id) };
  };
  const students = await Promise.all(enrollments.filter((one) => STATES.includes(one.state)).map(read));
  return students.filter(({ offering, lastDay }) => offering?.startsOn <= sunday && lastDay >= monday).sort((a, b) => a.name.localeCompare(b.name));
}

/** One row for each student: an input for each day, and one for the week, which is sent when it has changed. */
function grid(students, siteId, week, done) {
  const days = [0, 1, 2, 3, 4, 5, 6].map((i) => formatDate(plus(mondayOf(week), { days: i }), { weekday: "short", day: "numeric", month: "numeric" }));
  const input = ({ name }, what, max, more) => h("input", { type: "number", min: 0, max, step: 0.01, "aria-label": `${name}, ${what}`, ...more });
  const rows = students.map((student, i) => {
    const [id, fault] = [`hours-${i}`, `hours-${i}-fault`];
    const total = input(student, t("hours.total"), 168, { id, value: student.hours, required: student.hours !== undefined, "aria-describedby": fault });
    const ofDays = days.map((name) => input(student, name, 24));
    return { ...student, total, cells: [student.name, ...ofDays, [total, h("span", { class: "fault bad", id: fault })]] };
  });
  const header = [t("column.student"), ...days, t("hours.total")];
  const shown = table(t("hours.title"), header, rows.map(({ cells }) => cells), { hideCaption: true, attributes: { class: "editable hours" } });
  shown.addEventListener("input", ({ target }) => addUp(target));
  shown.addEventListener("keydown", moveInColumn);

  async function save() {
    const changed = rows.filter(({ total, hours }) => total.value !== "" && Number(total.value) !== hours);
    let below = 0;
    for (let i = 0; i < changed.length; i += MOST_ENTRIES) {
      const part = changed.slice(i, i + MOST_ENTRIES);
      rows.forEach(({ total }) => {
        delete total.dataset.pointer;
        total.removeAttribute("aria-invalid"); // of a total that is not sent any more
      });
      part.forEach(({ total }, entry) => (total.dataset.pointer = `/entries/${entry}`));
      const entries = part.map(({ id, total }) => ({ enrollmentId: id, hours: Number(total.value) }));
      const answer = await post("/v1/attendance", { siteId, week, entries });
      below += answer.entries.filter((one) => one.belowThreshold).length;
    }
    await done([t(changed.length > 0 ? "hours.saved" : "hours.unchanged", changed.length), below > 0 ? [" ", t("hours.below", below)] : null]);
  }

  return pageForm([shown], t("hours.save"), save);
}

/** The total of a row is the sum of its days, or what it was without any. */
function addUp(input) {
  const days = [...input.closest("tr").querySelectorAll("input")];
  const total = days.pop();
  if (input !== total) {
    const sum = days.reduce((hours, one) => hours + Number(one.value), 0);
    total.value = days.some((one) => one.value) ? Math.round(sum * 100) / 100 : total.defaultValue;
  }
}

/** The arrows and Enter move in the column: they would change the number, or send the form. */
function moveInColumn(event) {
  const row = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling", Enter: "nextElementSibling" }[event.key];
  if (row && event.target.matches("input")) {
    event.preventDefault();
    const inputsOf = (one) => [...(one?.querySelectorAll("input") ?? [])];
    const own = event.target.closest("tr");
    inputsOf(own[row])[inputsOf(own).indexOf(event.target)]?.focus();
  }
}

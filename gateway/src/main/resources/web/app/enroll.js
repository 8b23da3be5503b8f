// The form that enrolls one student. The API checks it while the person types, and each error is beside its field.

import { all, isPartner, limitedTo, may, me, post, search, studentName } from "./data.js";
import { openSites } from "./enrollment-changes.js";
import { agreementField } from "./files.js";
import { append, bodyOf, code, day, euros, h, later, link, markFaults, pageForm, problemText, replace, t, today, values, withWarnings } from "./ui.js";

const PAUSE = 600;
const MOST_OFFERINGS = 1000;

export const mayEnroll = () => isPartner() && may("enrollments:write");

/** A new student, or the registered one of the filter `studentId`. */
export const enrollPage = {
  path: "enroll",
  roles: ["partner"],
  may: mayEnroll,
  menu: true,
  show: async (main, address) => {
    const { studentId } = address.filter;
    const ofEnrollment = await enrollmentFields();
    const ofStudent = studentId ? [] : studentFields("/student");
    const request = (found) => ({ studentId, ...bodyOf([...ofEnrollment, ...ofStudent], found) });
    const verdict = h("div", { role: "status" });
    const title = h("h2", {}, studentId ? await studentName(studentId) : t("column.student"));
    const form = pageForm([...ofEnrollment, title, ...ofStudent, verdict], t("enroll.send"), async (found) => {
      const enrollment = await post("/v1/enrollments", request(found));
      address.open(`#/enrollment/${enrollment.id}`);
    });
    append(main, form);
    checkWhileTyping(form, verdict, request);
  },
};

/** Asks the API when the person pauses and the required fields are filled. An answer to earlier values is not shown. */
function checkWhileTyping(form, verdict, request) {
  let timer;
  let changes = 0;
  async function check() {
    const asked = changes;
    const answer = form.isConnected && form.checkValidity() ? await search("/v1/eligibility-checks", request(values(form))).catch((problem) => problem) : null;
    if (asked === changes && form.isConnected) {
      replace(verdict, answer ? verdictText(form, answer) : h("p", { class: "quiet" }, t("enroll.incomplete")));
    }
  }
  form.addEventListener("input", () => {
    changes++;
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  });
  check();
}

/** The answer of the check, or the problem with it. Errors of fields are shown beside the fields. */
function verdictText(form, answer) {
  if (answer instanceof Error) {
    return problemText(answer, answer.lines && markFaults(form, answer));
  }
  const { eligible, wouldWait, price, blocking, warnings, existingId, possibleDuplicates } = answer;
  const others = markFaults(form, { errors: blocking }).map((detail) => ({ detail }));
  const text = t(`enroll.${eligible ? (wouldWait ? "wouldWait" : "eligible") : "blocked"}`, euros(price));
  const first = blocking.find((rule) => ["reference-already-used", "student-already-registered", "already-enrolled"].includes(rule.code));
  const isRegistered = first?.code === "student-already-registered" || first?.pointer === "/student/reference";
  const existing = isRegistered ? link(`#/enroll?studentId=${existingId}`, t("enroll.registered")) : link(`#/enrollment/${existingId}`, t("enroll.existing"));
  return h("div", { class: `message ${eligible ? "good" : "bad"}` }, [
    withWarnings(text, { warnings: [...others, ...warnings] }),
    existingId ? h("p", {}, existing) : null,
    possibleDuplicates.map((id) => h("p", {}, t("enroll.possibleDuplicate"), " ", link(`#/student/${id}`, later(studentName(id))))),
  ]);
}

async function enrollmentFields() {
  const { partner } = await me();
  const [agreement, offerings, trainings, sites] = await Promise.all([
    agreementField(),
    all("/v1/offerings", { state: "OPEN", partnerId: partner.id }, MOST_OFFERINGS),
    all("/v1/trainings", { partnerId: partner.id }),
    openSites(partner.id),
  ]);
  const titles = new Map(trainings.map((one) => [one.id, one.title]));
  const partsOf = (one) => [titles.get(one.trainingId), t("enrollment.offeringFrom", one.trainingCode, one.academicYear, day(one.startsOn)), code("route", one.route)];
  const named = offerings.map((one) => [one.id, partsOf(one).filter(Boolean).join(" – ")]).sort(([, a], [, b]) => a.localeCompare(b));
  const needsSite = limitedTo().length > 0;
  return [
    { ...agreement, required: true, none: t("choose"), hint: undefined },
    { name: "offeringId", kind: "choice", label: t("column.offering"), values: named, required: true, none: t("choose") },
    { name: "siteId", kind: "choice", label: t("column.site"), values: sites, required: needsSite, none: needsSite ? t("choose") : t("enrollment.noSite") },
    payersField(),
    { name: "reference", label: t("enroll.reference"), hint: t("enroll.referenceHint") },
    { name: "distinctPerson", kind: "flag", label: t("enroll.distinctPerson"), hint: t("enroll.distinctPersonHint") },
  ];
}

/** A row for each payer with its part of the price. */
export function payersField(more) {
  const payer = { name: "kind", label: t("agreement.payer"), group: "funding", none: t("choose") };
  const amount = { name: "amount", kind: "number", min: 0.01, step: 0.01 };
  const columns = [payer, { name: "funder", label: t("funding.funder") }, amount];
  return { name: "fundings", kind: "rows", label: t("enrollment.fundings"), hint: t("enroll.fundingsHint"), columns, ...more };
}

/** What only SIFA asks about an apprentice. */
export const SIFA = ["trainingYear", "residenceCode", "previousSituation", "highestDiploma", "lastYearClass", "lastYearSchool"].map((name) => [name, () => code("sifaField", `student.sifa.${name}`)]);

/** The fields of a new student, or of the registered one that is corrected; `parent` is their place in the body. */
export function studentFields(parent, one = {}) {
  const own = (name, more) => ({ name, pointer: `${parent}/${name}`, value: one[name], ...more });
  const part = (member, name, label, more) => ({ name: `${member}-${name}`, label, pointer: `${parent}/${member}/${name}`, value: one[member]?.[name], ...more });
  return [
    own("familyName", { required: true }),
    own("givenNames", { required: true }),
    own("birthDate", { kind: "date", required: true, max: today() }),
    own("birthPlace", { required: true }),
    own("birthPlaceCode", { label: t("enroll.birthPlaceCode"), hint: t("enroll.birthPlaceCodeHint") }),
    own("usageName"),
    own("sex", { group: "sex", none: t("enroll.unknown") }),
    own("nationality", { hint: t("enroll.countryHint") }),
    own("ine", { hint: t("enroll.ineHint") }),
    own("diplomaLevel", { kind: "number", min: 3, max: 8, step: 1 }),
    own("email"),
    own("telephone"),
    part("address", "lines", t("address.lines"), { kind: "lines" }),
    part("address", "postalCode", t("address.postalCode")),
    part("address", "city", t("column.municipality")),
    ...["name", "telephone", "email"].map((name) => part("guardian", name, t(`enroll.guardian.${name}`), { hint: t("enroll.guardianHint") })),
    ...["highLevelAthlete", "priorityDistrict", "apprentice", "civilServant", "parentOfThree"].map((name) => part("situation", name, t(`enroll.${name}`), { kind: "flag" })),
    ...(one.situation?.apprentice ? SIFA : []).map(([name, label]) => part("sifa", name, label(), { hint: t("sifa.codeHint") })),
    { ...own("reference"), name: "studentReference", label: t("enroll.studentReference"), hint: t("enroll.referenceHint") },
  ];
}

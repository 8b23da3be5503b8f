// Requests to the API that several pages share: all pages of a list, readable names of identifiers, writes.

import { call, get } from "../shared/api.js";

const ATTEMPTS = 5;
const PAUSE = 1000;

/** Repeats a read that the gateway refused for its rate limit. */
export async function patiently(read) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (problem) {
      if (problem.status !== 429 || attempt === ATTEMPTS) {
        throw problem;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

/** All items of a list, at most `most`. The result has `truncated` when there are more. */
export async function all(path, query = {}, most = 5000) {
  const items = [];
  let cursor;
  do {
    const page = await patiently(() => get(path, { ...query, cursor, limit: 100 }));
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < most);
  items.truncated = Boolean(cursor);
  return items;
}

const known = new Map();

/** Reads an object once for all rows that name it. */
export function object(path) {
  if (!known.has(path)) {
    const reading = patiently(() => get(path));
    known.set(path, reading);
    reading.catch(() => known.delete(path));
  }
  return known.get(path);
}

/** Writes, and forgets what was read before. A Blob is sent as it is. */
export async function post(path, body) {
  try {
    return (await call("POST", path, { body })).body;
  } finally {
    forgetAll();
  }
}

/** Forgets what was read, when the person opens another page. */
export function forgetAll() {
  known.clear();
}

export async function getText(path, query) {
  return (await call("GET", path, { query })).text;
}

export function me() {
  return object("/v1/me");
}

const MOST_IDS = 50; // an address has at most 4 kB
const waiting = new Map();

/** Reads an object of a list once. All ids that are asked for before the next task share requests. */
function objectOf(list, id) {
  const path = `${list}/${id}`;
  if (!known.has(path)) {
    const reading = new Promise((resolve, reject) => enqueue(list, { id, resolve, reject }));
    known.set(path, reading);
    reading.catch(() => known.delete(path));
  }
  return known.get(path);
}

function enqueue(list, question) {
  if (!waiting.has(list)) {
    waiting.set(list, []);
    setTimeout(() => readWaiting(list));
  }
  waiting.get(list).push(question);
}

function readWaiting(list) {
  const questions = waiting.get(list);
  waiting.delete(list);
  for (let i = 0; i < questions.length; i += MOST_IDS) {
    readTogether(list, questions.slice(i, i + MOST_IDS));
  }
}

async function readTogether(list, questions) {
  try {
    const page = await patiently(() => get(list, { id: questions.map(({ id }) => id), limit: MOST_IDS }));
    const found = new Map(page.items.map((item) => [item.id, item]));
    questions.forEach(({ id, resolve, reject }) => (found.has(id) ? resolve(found.get(id)) : reject(new Error(`${list} has no ${id}`))));
  } catch (problem) {
    questions.forEach(({ reject }) => reject(problem));
  }
}

/** The id itself when the object cannot be read: it is erased, or the role does not open it. */
function name(list, id, of) {
  return id ? objectOf(list, id).then(of, () => id) : "";
}

export function partnerName(id) {
  return name("/v1/partners", id, (partner) => partner.shortName ?? partner.legalName);
}

export function offeringName(id) {
  return name("/v1/offerings", id, (offering) => `${offering.trainingCode} ${offering.academicYear}`);
}

export function studentName(id) {
  return name("/v1/students", id, (student) => `${student.familyName} ${student.givenNames}`);
}

export function agreementName(id) {
  return id ? object(`/v1/agreements/${id}`).then((agreement) => agreement.number, () => id) : "";
}

export function siteName(id) {
  return id ? object(`/v1/sites/${id}`).then((site) => site.name, () => id) : "";
}

export async function studentOfEnrollment(id) {
  const enrollment = await objectOf("/v1/enrollments", id);
  return studentName(enrollment.studentId);
}

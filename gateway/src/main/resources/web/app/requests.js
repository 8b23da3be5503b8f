// Requests to the API that several pages share: all pages of a list, readable names of identifiers, writes.

import { call, get, queryText } from "../shared/api.js";
import { language } from "../shared/language.js";
import { isHost, isPartner } from "../shared/rights.js";
import { person } from "../shared/sign-in.js";
import { t } from "./texts.js";

const ATTEMPTS = 5;
const PAUSE = 1000;

/** Repeats a read that the gateway refused for its rate limit, or that does not know the person's last change yet. */
export async function patiently(read) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (problem) {
      if ((problem.status !== 429 && problem.code !== "not-yet-propagated") || attempt === ATTEMPTS) {
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
const lookups = [];

/** Reads an object once for all rows that name it. */
function object(path) {
  if (!known.has(path)) {
    const reading = patiently(() => get(path));
    known.set(path, reading);
    reading.catch(() => known.delete(path));
  }
  return known.get(path);
}

/** The last enrollment that the person changed, as If-Revision-At-Least names it. */
let lastChange;

const REPEATED_WITHIN = 5 * 60_000;

/** The keys of requests without an answer, by a hash of what was sent. */
const unanswered = new Map();

/**
 * Writes, and forgets what was read before. A Blob is sent as it is. Sends the event `written` to the document. A request
 * whose answer was lost has the same key when the person sends it again before another change: it happens once.
 */
export async function post(path, body, headers) {
  const sent = await hash(path, JSON.stringify(headers ?? null), body instanceof Blob ? body : JSON.stringify(body ?? null));
  const before = unanswered.get(sent);
  const request = before && Date.now() < before.until ? before : { key: crypto.randomUUID(), until: Date.now() + REPEATED_WITHIN };
  unanswered.set(sent, request);
  try {
    const answer = await write("POST", path, { body, headers, idempotencyKey: request.key });
    unanswered.clear();
    return answer;
  } catch (problem) {
    if (problem.status > 0 && problem.status < 500 && problem.code !== "request-in-progress") {
      unanswered.delete(sent);
    }
    throw problem;
  }
}

async function hash(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer())).join();
}

/** A question that is sent in a body. */
export async function search(path, body) {
  return (await call("POST", path, { body })).body;
}

/** Changes fields by a merge patch of the revision that the person saw: a field that is null is cleared. */
export async function patch(path, revision, body) {
  return write("PATCH", path, { body, headers: { "If-Match": `"${revision}"`, "Content-Type": "application/merge-patch+json" } });
}

/** Creates an object of a list, or corrects `one`. */
export const save = (list, one, body, query = "") => one ? patch(`${list}/${one.id}${query}`, one.revision, body) : post(`${list}${query}`, body);

export async function put(path, revision, body) {
  return write("PUT", path, { body, headers: { "If-Match": `"${revision}"` } });
}

export async function remove(path) {
  return write("DELETE", path, {});
}

async function write(method, path, options) {
  try {
    const { body } = await call(method, path, options);
    if (path.startsWith("/v1/enrollments/") && body?.id && !body.enrollmentId && body.revision !== undefined) {
      lastChange = `enrollment/${body.id}=${body.revision}`;
    }
    document.dispatchEvent(new CustomEvent("written"));
    return body;
  } finally {
    forgetAll();
  }
}

/** Counts of enrollments, which include the person's last change. */
export async function statistics(query) {
  const headers = lastChange ? { "If-Revision-At-Least": lastChange } : {};
  return patiently(() => get("/v1/statistics", query, { headers }));
}

/** Forgets what was read, when the person opens another page. */
export function forgetAll() {
  known.clear();
  lookups.forEach((answers) => answers.clear());
}

export async function getText(path, query) {
  return (await call("GET", path, { query })).text;
}

export const me = () => object("/v1/me");

const MOST_KEYS = 50;
const MOST_CHARACTERS = 3000; // the gateway takes addresses of 4 kB

/**
 * A lookup by key. All keys that are asked for before the next task share requests, and each key is read once.
 *
 * @param read reads an array of keys, and resolves with a Map of what it found
 * @param most the maximum number of keys of a request
 */
export function lookup(read, most = MOST_KEYS) {
  const answers = new Map();
  lookups.push(answers);
  let waiting = [];

  function readWaiting() {
    const questions = waiting;
    waiting = [];
    for (const part of partsOf(questions, most)) {
      const reading = patiently(() => read(part.map(({ key }) => key)));
      part.forEach(({ key, resolve, reject }) => reading.then((found) => resolve(found.get(key)), reject));
    }
  }

  return (key) => {
    if (!answers.has(key)) {
      const answer = new Promise((resolve, reject) => {
        if (waiting.length === 0) {
          setTimeout(readWaiting);
        }
        waiting.push({ key, resolve, reject });
      });
      answers.set(key, answer);
      answer.catch(() => answers.delete(key));
    }
    return answers.get(key);
  };
}

function partsOf(questions, most) {
  const parts = [];
  let characters = 0;
  for (const question of questions) {
    const length = queryText({ reference: question.key }).length;
    characters += length;
    if (parts.length === 0 || parts.at(-1).length === most || characters > MOST_CHARACTERS) {
      parts.push([]);
      characters = length;
    }
    parts.at(-1).push(question);
  }
  return parts;
}

/** A lookup of the items of a list by one of their fields, which is also a filter of the list. */
function itemsBy(field, list) {
  return lookup(async (keys) => {
    const page = await get(list, { [field]: keys, limit: keys.length });
    return new Map(page.items.map((item) => [item[field], item]));
  });
}

export const partnerOf = itemsBy("id", "/v1/partners");
export const offeringOf = itemsBy("id", "/v1/offerings");
export const studentOf = itemsBy("id", "/v1/students");
const enrollmentOf = itemsBy("id", "/v1/enrollments");

/** The partner of the person, with its kind; null for an office, and without the scope partner:read. A host reads no partners. */
export let ownPartner = null;
export const isTrainingCentre = () => ownPartner?.kind === "APPRENTICE_TRAINING_CENTRE";

const HOSTS = ["APPRENTICE_TRAINING_CENTRE", "UPPER_SECONDARY_SCHOOL"];

/** Whether an apprenticeship contract can name the partner: as training centre, as host school, or as employer by its SIRET. */
export const canHost = (one) => HOSTS.includes(one?.kind) || Boolean(one?.identifiers?.siret);

/** Call this once, before the first page: the menu depends on it. */
export async function readOwnPartner() {
  const reading = isPartner() ? partnerOf(person().partner_id) : isHost() ? me().then((one) => one.partner) : null;
  ownPartner = (await reading?.catch(() => null)) ?? null;
}

/** The partner's own enrollment with this reference; undefined when there is none. */
export const enrollmentWithReference = itemsBy("reference", "/v1/enrollments");

/** A word instead of the name when the object cannot be read: it is erased, or the role does not open it. */
const name = (lookUp, id, of) => id ? lookUp(id).then((found) => (found ? of(found) : t("hidden")), () => t("hidden")) : "";
export const nameOfPartner = (one) => one.shortName ?? one.legalName;
export const partnerName = (id) => name((key) => (key === ownPartner?.id ? Promise.resolve(ownPartner) : partnerOf(key)), id, nameOfPartner);
export const offeringName = (id) => name(offeringOf, id, (offering) => `${offering.trainingCode} ${offering.academicYear}`);
export const studentName = (id) => name(studentOf, id, (student) => `${student.familyName} ${student.givenNames}`);

/** The partners that are not closed, as values of a choice. */
export async function partnerChoice(query = {}) {
  const partners = await all("/v1/partners", query);
  return partners
    .filter((one) => one.state !== "CLOSED")
    .map((one) => [one.id, nameOfPartner(one)])
    .sort(([, a], [, b]) => a.localeCompare(b));
}

export const agreement = (id) => object(`/v1/agreements/${id}`);
export const agreementName = (id) => name(agreement, id, (one) => one.number);
export const siteName = (id) => name((key) => object(`/v1/sites/${key}`), id, (site) => site.name);

export async function studentOfEnrollment(id) {
  const enrollment = await enrollmentOf(id);
  return enrollment ? studentName(enrollment.studentId) : t("hidden");
}

const meanings = new Map();

/** The title of a problem code in the language of the page; the code itself when it is unknown. */
export async function problemTitle(code) {
  if (!meanings.has(code)) {
    const answer = fetch(`/problems/${encodeURIComponent(code)}`, { headers: { Accept: "application/json" } });
    meanings.set(code, answer.then((response) => response.json()).then((body) => body.meanings));
  }
  const known = await meanings.get(code).catch(() => []);
  const one = known.find((meaning) => meaning.answeredBy.includes("enrollment-service")) ?? known[0];
  return one ? one[language()].meaning : code;
}

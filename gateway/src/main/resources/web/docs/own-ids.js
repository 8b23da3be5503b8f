// The ids of the signed-in person's partner, in place of the invented ones of an example.

import { get } from "/shared/api.js";
import { isSignedIn } from "/shared/sign-in.js";

/** What {id} names in a path. */
const NAME_OF_ID = { partners: "partnerId", agreements: "agreementId", offerings: "offeringId", sites: "siteId", enrollments: "enrollmentId", students: "studentId" };

/** The name of a parameter, such as "enrollmentId" for the {id} of /v1/enrollments/{id}. */
export function nameOfParameter(parameter, path) {
  return parameter.name === "id" ? NAME_OF_ID[path.split("/")[2]] : parameter.name;
}

/** Ids by name; empty unless a person of a partner is signed in. What the person cannot read is left out. */
export async function ownIds() {
  const me = isSignedIn() ? await orNull(get("/v1/me")) : null;
  if (!me?.partner) {
    return {};
  }
  const partnerId = me.partner.id;
  const first = async (path, query) => (await orNull(get(path, { ...query, limit: 1 })))?.items[0];
  const [offering, site, enrollment] = await Promise.all([
    first("/v1/offerings", { partnerId, state: "OPEN" }),
    first("/v1/sites", { partnerId }),
    first("/v1/enrollments"),
  ]);
  return {
    partnerId,
    offeringId: offering?.id,
    agreementId: offering?.partnerTerms?.agreement.id,
    siteId: site?.id,
    enrollmentId: enrollment?.id,
    studentId: enrollment?.studentId,
  };
}

/** The example with these ids. */
export function withIds(example, ids) {
  return JSON.parse(JSON.stringify(example), (name, value) => (typeof value === "string" ? (ids[name] ?? value) : value));
}

async function orNull(answer) {
  try {
    return await answer;
  } catch {
    return null;
  }
}

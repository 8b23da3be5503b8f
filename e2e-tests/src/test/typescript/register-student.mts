// What a developer of a partner writes with the generated types. GeneratedTypescriptClientIT compiles and runs it.
import createClient from "openapi-fetch";
import type { paths as Catalog } from "./catalog.d.ts";
import type { components, paths as Enrollment } from "./enrollment.d.ts";
import type { paths as Partner } from "./partner.d.ts";

type Student = components["schemas"]["StudentData"];

const [gateway, agreementId, offeringId, key] = process.argv.slice(2) as [string, string, string, string];
const options = { baseUrl: gateway, headers: { Authorization: `Bearer ${process.env["TOKEN"]}` } };
const catalog = createClient<Catalog>(options);
const enrollments = createClient<Enrollment>(options);
const partners = createClient<Partner>(options);

const student: Student = {
  familyName: "Étudiante TypeScript",
  givenNames: "Camille",
  birthDate: "2005-03-14",
  birthPlace: "Quimperlé",
};

const offering = await catalog.GET("/v1/offerings/{id}", { params: { path: { id: offeringId } } });
const agreement = await partners.GET("/v1/agreements/{id}", { params: { path: { id: agreementId } } });
const created = await enrollments.POST("/v1/enrollments", {
  params: { header: { "Idempotency-Key": key } },
  body: { agreementId, offeringId, student },
});
if (offering.error || agreement.error || created.error) {
  throw new Error(JSON.stringify([offering.error, agreement.error, created.error]));
}
const read = await enrollments.GET("/v1/enrollments/{id}", { params: { path: { id: created.data.id } } });
const refused = await enrollments.GET("/v1/enrollments/{id}", { params: { path: { id: offeringId } } });

console.log(
  JSON.stringify({
    id: created.data.id,
    state: read.data?.state,
    offering: offering.data.state,
    seats: agreement.data.seatQuotas?.[0]?.seats,
    refusal: refused.error?.code,
  }),
);

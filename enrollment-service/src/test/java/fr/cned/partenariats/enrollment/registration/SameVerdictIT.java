package fr.cned.partenariats.enrollment.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.enrollment.EnrollmentIT;
import fr.cned.partenariats.enrollment.World;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check, the registration and the row of an import give the same verdict, with the same clauses and texts. */
@EnrollmentIT
class SameVerdictIT {

    private static final int REQUESTS = 120;

    private final List<World> worlds = new ArrayList<>();
    private final List<String> students =
            new ArrayList<>(List.of(UUID.randomUUID().toString()));
    private final List<String> enrollments =
            new ArrayList<>(List.of(UUID.randomUUID().toString()));
    private final List<String> ines = List.of(World.ine(), World.ine(), World.ine());
    private final String name = "Même Verdict " + World.ine();
    private final List<String> references = List.of("R-1", "R-2", "R-3", "R-4", "R-5", "R-6");
    private Random random = new Random();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void generatedRequestsAreJudgedAlike(long seed) {
        random = new Random(seed);
        publishWorlds();
        TreeSet<String> codes = new TreeSet<>();
        int accepted = 0;
        for (int i = 0; i < REQUESTS; i++) {
            World world = any(worlds);
            String token = random.nextInt(4) == 0
                    ? Tokens.withRole("enrollment-officer")
                    : worlds.get(0).token();
            String request = request(world);
            Response check = Api.as(token).body(request).post("/v1/eligibility-checks");
            boolean imported = random.nextBoolean();
            String verdict = verdict(check, imported);
            Response answer = imported ? worlds.get(0).importingAs(token, key(), request) : enrolling(token, request);

            // an import compares a row whose reference is registered with what is registered
            String outcome = answer.path("rows[0].outcome");
            if (!"REPEATED".equals(outcome)
                    && !"UPDATED".equals(outcome)
                    && !(imported && (verdict + answer.asString()).contains("reference-already-used"))) {
                assertThat(imported ? rowVerdict(answer) : registrationVerdict(answer))
                        .as("request %d of seed %d%n%s%n%s", i, seed, request, answer.asString())
                        .isEqualTo(verdict);
            }
            accepted += remember(answer, imported) ? 1 : 0;
            codes.addAll(codes(check));
        }
        assertThat(accepted).isGreaterThan(REQUESTS / 20);
        assertThat(codes)
                .contains(
                        "already-enrolled",
                        "reference-already-used",
                        "not-found",
                        "student-already-registered",
                        "offering-outside-agreement-term",
                        "internal-route-for-civil-servants",
                        "funding-sum-mismatch",
                        "site-not-of-partner");
    }

    @Test
    void aRefusedRegistrationCarriesTheClause() {
        World world = new World();
        world.agreementEnds = World.today().plusDays(29).toString();
        world.publish();

        world.enroll()
                .then()
                .statusCode(409)
                .body("errors[0].code", equalTo("offering-outside-agreement-term"))
                .body("errors[0].clause", equalTo("endsOn"));
    }

    private void publishWorlds() {
        World open = new World();
        open.seats = 60;
        open.capacity = 60;
        World small = World.sharingPartnerOf(open);
        small.capacity = 2;
        small.waitingListSize = 2;
        World full = World.sharingPartnerOf(open);
        full.capacity = 0;
        full.seats = 1;
        World closed = World.sharingPartnerOf(open);
        closed.offeringState = "CLOSED";
        World ending = World.sharingPartnerOf(open);
        ending.agreementEnds = World.today().plusDays(29).toString();
        World internal = World.sharingPartnerOf(open);
        internal.offeringMore = "\"route\":\"INTERNAL\",";
        internal.prerequisites = "{\"minLevel\":4,\"exemptions\":[\"PARENT_OF_THREE\",\"HIGH_LEVEL_ATHLETE\"]}";
        World suspended = World.sharingPartnerOf(open);
        suspended.fundings =
                "[{\"kind\":\"INDIVIDUAL\",\"state\":\"AVAILABLE\"},{\"kind\":\"OPCO\",\"state\":\"SUSPENDED\"}]";
        worlds.addAll(List.of(open, small, full, closed, ending, internal, suspended));
        worlds.forEach(World::publish);
        students.add(open.registeredStudent());
        students.add(open.registeredStudent());
        World foreign = World.published();
        students.add(foreign.registeredStudent());
        enrollments.add(foreign.enrolled());
        worlds.add(foreign);
    }

    private String request(World world) {
        List<String> members = new ArrayList<>();
        members.add("\"agreementId\":\"" + (sometimes(12) ? any(worlds) : world).agreement + '"');
        UUID offering = sometimes(20) ? UUID.randomUUID() : (sometimes(8) ? any(worlds) : world).offering;
        members.add("\"offeringId\":\"" + offering + '"');
        members.add(
                random.nextBoolean()
                        ? "\"student\":" + student()
                        : sometimes(3)
                                ? "\"studentReference\":\"" + any(references) + '"'
                                : "\"studentId\":\"" + any(students) + '"');
        if (sometimes(6)) {
            members.add("\"reference\":\"" + any(references) + '"');
        }
        if (sometimes(5)) {
            members.add("\"siteId\":\"" + (sometimes(2) ? UUID.randomUUID() : any(worlds).site) + '"');
        }
        if (sometimes(4)) {
            members.add("\"previousEnrollmentId\":\"" + any(enrollments) + '"');
        }
        if (sometimes(3)) {
            members.add("\"distinctPerson\":" + random.nextBoolean());
        }
        if (sometimes(3)) {
            String kind = any(List.of("INDIVIDUAL", "OPCO", "REGION"));
            members.add("\"fundings\":[{\"kind\":\"%s\",\"amount\":%s}]".formatted(kind, any(List.of("900", "10.50"))));
        }
        if (sometimes(6)) {
            members.add("\"partnerId\":\"" + any(worlds).partner + '"');
        }
        return '{' + String.join(",", members) + '}';
    }

    /** Few names, so that some students share their identity. */
    private String student() {
        String more = sometimes(3) ? ",\"ine\":\"" + any(ines) + '"' : "";
        if (sometimes(2)) {
            more += ",\"diplomaLevel\":5";
        }
        if (sometimes(3)) {
            more += ",\"situation\":{\"civilServant\":true,\"parentOfThree\":" + random.nextBoolean() + '}';
        }
        if (sometimes(8)) {
            more += ",\"reference\":\"" + any(references) + '"';
        }
        return "{\"familyName\":\"%s\",\"givenNames\":\"Zoé %s\",\"birthDate\":\"2004-05-06\",\"birthPlace\":\"Œting\"%s}"
                .formatted(name, any(List.of("A", "B", "C", "D", "E", "F", "G", "H")), more);
    }

    private boolean sometimes(int one) {
        return random.nextInt(one) == 0;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static Response enrolling(String token, String request) {
        return Api.as(token).header("Idempotency-Key", key()).body(request).post("/v1/enrollments");
    }

    /** @param ofRow without the place of a fault: a row has a column, a request a pointer */
    private static String verdict(Response check, boolean ofRow) {
        JsonNode body = Api.json(check);
        if (check.statusCode() != 200) {
            return rendered(body.path("errors"), null, ofRow);
        }
        return body.path("eligible").booleanValue()
                ? "accepted, waits: " + body.path("wouldWait").booleanValue() + duplicates(body)
                : rendered(body.path("blocking"), body.path("existingId").textValue(), ofRow);
    }

    private static String registrationVerdict(Response answer) {
        JsonNode body = Api.json(answer);
        return answer.statusCode() == 201 ? accepted(body) : refused(body, false);
    }

    private static String rowVerdict(Response answer) {
        JsonNode row = Api.json(answer).path("rows").path(0);
        return row.hasNonNull("state") ? accepted(row) : refused(row, true);
    }

    private static String accepted(JsonNode answer) {
        return "accepted, waits: " + answer.path("state").asText().equals("WAITLISTED") + duplicates(answer);
    }

    private static String refused(JsonNode answer, boolean ofRow) {
        return rendered(answer.path("errors"), answer.path("existingId").textValue(), ofRow);
    }

    private static String duplicates(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("possibleDuplicates").forEach(id -> ids.add(id.asText()));
        return ", possible duplicates: " + ids;
    }

    private static String rendered(JsonNode errors, @Nullable String existingId, boolean ofRow) {
        assertThat(errors.isArray()).as("a refusal has errors").isTrue();
        StringBuilder text = new StringBuilder();
        for (JsonNode error : errors) {
            Map<String, String> members = new TreeMap<>();
            error.properties().stream()
                    .filter(member -> !member.getValue().isNull())
                    .forEach(member ->
                            members.put(member.getKey(), member.getValue().asText()));
            if (ofRow) {
                members.keySet().removeAll(Set.of("pointer", "column"));
            }
            text.append(members).append('\n');
        }
        return text + "existing: " + existingId;
    }

    private static List<String> codes(Response check) {
        return Api.json(check)
                .path(check.statusCode() == 200 ? "blocking" : "errors")
                .findValuesAsText("code");
    }

    private boolean remember(Response answer, boolean imported) {
        JsonNode created = imported ? Api.json(answer).path("rows").path(0) : Api.json(answer);
        String enrollment = created.path(imported ? "enrollmentId" : "id").textValue();
        String student = created.path("studentId").textValue();
        if (enrollment != null && student != null) {
            enrollments.add(enrollment);
            students.add(student);
            return true;
        }
        return false;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}

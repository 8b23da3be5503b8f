package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.demo.LoadedDemo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Registrations by a partner: the README's example, concurrent requests and repeated idempotency keys. */
@ResourceLock(BrowserTest.PEOPLE) // the demonstration data set the partner of a person
class RegistrationIT {

    private final ApiClient http = Platform.http();

    @Test
    void partnerRegistersAStudentAndSeesTheUsedSeats() {
        LoadedDemo demo = Platform.get().loadDemo(DemoSize.SMALL);
        assertThat(demo.refusal())
                .as("refusal of the example by the demonstration data")
                .isEmpty();
        String token = Platform.token("campus-connectes");

        JsonNode trainings =
                http.get(token, "/v1/trainings?q=managment+commerciale").body().path("items");
        assertThat(trainings.findValuesAsText("title")).contains("BTS management commercial opérationnel");

        Response created =
                http.post(token, "/v1/enrollments", """
                {"agreementId":"%s","offeringId":"%s","student":{"familyName":"Étudiant 000001","givenNames":"Camille",
                 "birthDate":"2005-03-14","birthPlace":"Quimperlé"}}""".formatted(demo.exampleAgreement(), demo.exampleOffering()));
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        ObjectNode enrollment = created.body().deepCopy();
        enrollment.remove(List.of("possibleDuplicates", "warnings")); // only in the answer to the registration
        assertThat(http.get(token, "/v1/enrollments/" + created.id()).body()).isEqualTo(enrollment);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode quota = http.get(token, "/v1/agreements/" + demo.exampleAgreement())
                    .body()
                    .path("seatQuotas")
                    .path(0);
            assertThat(quota.findValue("used").asInt()).as(quota.toString()).isPositive();
        });
    }

    @Test
    void loadingTheDemonstrationDataTwiceWritesNothing() {
        Platform.get().loadDemo(DemoSize.SMALL);

        assertThat(Platform.get().loadDemo(DemoSize.SMALL).written()).isZero();
    }

    @Test
    void twoHundredParallelRegistrationsGetExactlyFiftyPlaces() {
        Fixture fixture = Fixture.with(80, 50);

        List<Response> responses = ParallelCalls.run(200, fixture::enroll);

        assertThat(responses.stream().collect(groupingBy(Response::status, counting())))
                .isEqualTo(Map.of(201, 50L, 409, 150L));
        assertThat(responses.stream().filter(a -> a.status() == 409).map(Response::code))
                .allMatch("no-place-left"::equals);
        Invariants.assertSeatsUsed(fixture, 50);
    }

    @Test
    void fiftyParallelRequestsWithOneKeyCreateOneEnrollment() {
        Fixture fixture = Fixture.with(10, 10);
        String request = fixture.request();
        String key = UUID.randomUUID().toString();

        List<Response> responses = ParallelCalls.run(50, () -> fixture.enroll(request, key));
        Response replay = fixture.enroll(request, key);

        assertThat(replay.headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(responses)
                .allMatch(a -> a.status() == 201
                        ? a.text().equals(replay.text())
                        : a.status() == 409
                                && a.code().equals("request-in-progress")
                                && a.headers().containsKey("Retry-After"));
        assertThat(responses).anyMatch(a -> a.status() == 201);
        Invariants.assertSeatsUsed(fixture, 1);
        assertThat(fixture.enroll(fixture.request(), key).code()).isEqualTo("idempotency-key-reused");
    }
}

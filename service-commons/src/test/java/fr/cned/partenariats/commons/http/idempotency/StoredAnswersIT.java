package fr.cned.partenariats.commons.http.idempotency;

import static fr.cned.partenariats.parking.Parking.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.parking.Db;
import fr.cned.partenariats.parking.Parking;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
class StoredAnswersIT {

    @Inject
    StoredAnswers storedAnswers;

    private final String lot = "lot-" + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void aLotWithPlaces() {
        Db.lot(lot, 5);
    }

    private int withoutPlate(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> storedAnswers.rewrite(Set.of(id), StoredAnswersIT::withoutPlate));
    }

    private static JsonNode withoutPlate(JsonNode answer) {
        ((ObjectNode) answer).remove("plate");
        return answer;
    }

    @Test
    void aRetryGetsTheRewrittenAnswer() {
        Response first = reserve(lot, key);
        assertThat(first.<String>path("plate")).isNotNull();

        assertThat(withoutPlate(UUID.fromString(first.path("id")))).isEqualTo(1);

        Response again = reserve(lot, key);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.<String>path("id")).isEqualTo(first.path("id"));
        assertThat(again.<String>path("plate")).isNull();
    }

    /** A page of a list has more values than a request may have. */
    @Test
    void aLongAnswerIsRewritten() {
        UUID id = UUID.fromString(reserve(lot, key).path("id"));
        Db.run(
                "update idempotency_key set body = convert_to('{\"plate\":\"AA-123-BB\",\"prices\":[1.50' "
                        + "|| repeat(',1.50', 6000) || ']}', 'UTF8') where key = ?",
                key);

        assertThat(withoutPlate(id)).isEqualTo(1);

        assertThat(reserve(lot, key).asString()).startsWith("{\"prices\":[1.50,");
    }

    @Test
    void anAnswerIsFoundByAnIdInItsRequest() {
        UUID space = UUID.randomUUID();
        assertThat(reserveSpace("spaceId", space).<String>path("plate")).isNotNull();

        assertThat(withoutPlate(space)).isEqualTo(1);

        assertThat(reserveSpace("spaceId", space).<String>path("plate")).isNull();
    }

    @Test
    void idsInFreeTextAreNotIndexed() {
        UUID space = UUID.randomUUID();
        reserveSpace("note", space).then().statusCode(201);

        assertThat(withoutPlate(space)).isZero();
    }

    /** The index has the last 16 bits of an id. */
    @Test
    void anAnswerWithASimilarIdDoesNotChange() {
        UUID space = UUID.randomUUID();
        assertThat(reserveSpace("spaceId", space).<String>path("plate")).isNotNull();
        UUID similar = new UUID(UUID.randomUUID().getMostSignificantBits(), space.getLeastSignificantBits());

        assertThat(withoutPlate(similar)).isZero();
        assertThat(withoutPlate(space)).isEqualTo(1);
    }

    private Response reserveSpace(String field, UUID space) {
        return Parking.driver()
                .header("Idempotency-Key", key)
                .body("{\"lot\":\"%s\",\"plate\":\"AA-123-BB\",\"%s\":\"%s\"}".formatted(lot, field, space))
                .post("/v1/reservations");
    }

    @Test
    void otherAnswersDoNotChange() {
        Response first = reserve(lot, key);
        String before = first.asString();

        assertThat(withoutPlate(UUID.randomUUID())).isZero();

        assertThat(reserve(lot, key).asString()).isEqualTo(before);
    }
}

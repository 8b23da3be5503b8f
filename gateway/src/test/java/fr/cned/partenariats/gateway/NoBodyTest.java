package fr.cned.partenariats.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.testing.House;
import fr.cned.partenariats.gateway.testing.HouseResource;
import fr.cned.partenariats.gateway.testing.RawHttp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that believes an announced body waits for it without end. */
@QuarkusTest
@QuarkusTestResource(HouseResource.class)
class NoBodyTest {

    House house;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @CsvSource({
        "GET /v1/trainings/not-modified, 304",
        "DELETE /v1/partners/empty, 204",
        "HEAD /v1/partners/empty, 204",
        "HEAD /v1/trainings/not-modified, 304"
    })
    void anAnswerWithoutABodyAnnouncesNone(String target, int status) throws IOException {
        assertThat(headOfTheOnlyAnswer(target))
                .startsWith("HTTP/1.1 " + status + " ")
                .doesNotContainIgnoringCase("transfer-encoding")
                .doesNotContainIgnoringCase("content-length");
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD /v1/trainings/7, 200",
        "HEAD /v1/trainings/download, 200",
        "HEAD /v1/trainings/hangs-up, 503",
        "HEAD /nowhere, 404",
        "HEAD /health, 200"
    })
    void anAnswerToHeadHasNoBody(String target, int status) throws IOException {
        assertThat(headOfTheOnlyAnswer(target))
                .startsWith("HTTP/1.1 " + status + " ")
                .doesNotContainIgnoringCase("transfer-encoding");
    }

    /** What follows on the connection must be the next answer, and not a body. */
    private String headOfTheOnlyAnswer(String target) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            String head = http.send(house.head(target)).readUntil("\r\n\r\n");
            http.send(house.head("GET /v1/partners"));
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ");
            return head;
        }
    }
}

package fr.cned.partenariats.gateway.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.testing.RawHttp;
import fr.cned.partenariats.gateway.testing.StubEnvironment;
import fr.cned.partenariats.gateway.testing.StubEnvironmentResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A response without a body announces none. A client would wait forever for an announced body. */
@QuarkusTest
@QuarkusTestResource(StubEnvironmentResource.class)
class BodylessResponseIT {

    StubEnvironment stubs;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @CsvSource({
        "GET /v1/trainings/not-modified, 304",
        "DELETE /v1/partners/empty, 204",
        "HEAD /v1/partners/empty, 204",
        "HEAD /v1/trainings/not-modified, 304"
    })
    void responseWithoutABodyHasNoLengthHeaders(String target, int status) throws IOException {
        assertThat(responseHead(target))
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
    void responseToHeadHasNoBody(String target, int status) throws IOException {
        assertThat(responseHead(target))
                .startsWith("HTTP/1.1 " + status + " ")
                .doesNotContainIgnoringCase("transfer-encoding");
    }

    /** Returns the response head. The next bytes on the connection must be the next response, not a body. */
    private String responseHead(String target) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            String head = http.send(stubs.head(target)).readUntil("\r\n\r\n");
            http.send(stubs.head("GET /v1/partners"));
            assertThat(http.readUntil("}}")).startsWith("HTTP/1.1 200 ");
            return head;
        }
    }
}

package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Every operation of the checked-in contract answers 415 to a {@code Content-Type} that is no media type. */
public final class HeaderRules {

    private static final List<String> MALFORMED =
            List.of("", ";", "/", ",", "json", "application/", "/json", "text/", "a/b/c", "*;q=a", "\"");

    private HeaderRules() {}

    /** Call it from a {@code @TestFactory} of a {@code @QuarkusTest}. */
    public static Stream<DynamicTest> check(URI service) {
        HttpClient client = HttpClient.newHttpClient();
        return ContractOperations.all().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    for (String value : MALFORMED) {
                        check(client, service, operation, value);
                    }
                }));
    }

    /** REST Assured would send another header. */
    private static void check(HttpClient client, URI service, Operation operation, String value)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(operation.pathWithRandomIds()))
                .header("Authorization", "Bearer " + operation.token())
                .header("Content-Type", value)
                .method(
                        operation.method(),
                        operation.takesBody() ? BodyPublishers.ofString("{\"a\":1}") : BodyPublishers.noBody())
                .build();

        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).as("\"%s\": %s", value, answer.body()).isEqualTo(415);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"unsupported-media-type\"");
    }
}

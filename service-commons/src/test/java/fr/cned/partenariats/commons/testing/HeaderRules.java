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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every operation of the checked-in contract answers 415 to a {@code Content-Type} that is no media type. It answers
 * another malformed header with a problem below 500, or ignores it. One filter reads the headers of all operations, so an
 * operation gets one of the values, and all operations together get each value of each header.
 */
public final class HeaderRules {

    private static final String CONTENT_TYPE = "Content-Type";

    private static final List<String> OTHERS =
            List.of("Accept", "Accept-Language", "Content-Encoding", "If-Match", "If-None-Match");

    private static final List<String> MALFORMED =
            List.of("", ";", "/", ",", "json", "application/", "/json", "text/", "a/b/c", "*;q=a", "\"");

    private HeaderRules() {}

    /** Call it from a {@code @TestFactory} of a {@code @QuarkusTest}. */
    public static Stream<DynamicTest> check(URI service) {
        HttpClient client = HttpClient.newHttpClient();
        List<Operation> operations = ContractOperations.all();
        int tries = Math.max(operations.size(), MALFORMED.size() * OTHERS.size());
        return IntStream.range(0, tries)
                .mapToObj(i -> check(
                        client,
                        service,
                        operations.get(i % operations.size()),
                        OTHERS.get(i % OTHERS.size()),
                        MALFORMED.get(i % MALFORMED.size())));
    }

    private static DynamicTest check(HttpClient client, URI service, Operation operation, String header, String value) {
        return DynamicTest.dynamicTest("%s %s: \"%s\"".formatted(operation.name(), header, value), () -> {
            HttpResponse<String> answer = send(client, service, operation, CONTENT_TYPE, value);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
            assertThat(answer.headers().firstValue(CONTENT_TYPE)).contains("application/problem+json");
            assertThat(answer.body()).contains("\"code\":\"unsupported-media-type\"");
            assertThat(send(client, service, operation, header, value).statusCode())
                    .isLessThan(500);
        });
    }

    /** REST Assured would send another header. */
    private static HttpResponse<String> send(
            HttpClient client, URI service, Operation operation, String header, String value)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(operation.pathWithRandomIds()))
                .header("Authorization", "Bearer " + operation.token())
                .method(
                        operation.method(),
                        operation.takesBody() ? BodyPublishers.ofString("{\"a\":1}") : BodyPublishers.noBody());
        if (operation.takesBody() && !header.equals(CONTENT_TYPE)) {
            request.header(CONTENT_TYPE, operation.mediaType());
        }
        return client.send(request.header(header, value).build(), BodyHandlers.ofString());
    }
}

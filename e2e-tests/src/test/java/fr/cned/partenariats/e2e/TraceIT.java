package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.commons.testing.OtlpReceiver;
import fr.cned.partenariats.commons.testing.OtlpReceiver.ReceivedSpan;
import fr.cned.partenariats.local.demo.LoadedDemo;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The spans of a request. */
@Order(2)
@Execution(ExecutionMode.SAME_THREAD)
class TraceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As Prometheus asks for it with the setting of prometheus.yml. */
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0;q=0.6,*/*;q=0.5";

    private static final String CLIENT_SPAN = "00f067aa0ba902b7";

    private static final List<Headers> RECEIVED = new CopyOnWriteArrayList<>();

    private static HttpServer receiver;
    private static HealthyPlatform healthy;
    private static ApiClient http;

    @BeforeAll
    static void startReceiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.createContext("/", exchange -> {
            RECEIVED.add(exchange.getRequestHeaders());
            if (WebhookReceiver.answersChallenge(
                    exchange, new String(exchange.getRequestBody().readAllBytes(), UTF_8))) {
                return;
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        healthy = HealthyPlatform.get();
        http = new ApiClient(healthy.platform().gatewayUrl());
    }

    @AfterAll
    static void stop() {
        receiver.stop(0);
    }

    @Test
    void aRegistrationIsOneTraceFromTheGatewayToTheWebhook() {
        LoadedDemo demo = healthy.demo();
        OtlpReceiver collector = healthy.collector();
        String partner = healthy.token("campus-connectes");
        String partnerId =
                http.get(partner, "/v1/me").body().path("partner").path("id").asText();
        String office = healthy.token(Platform.PARTNERSHIP_OFFICE);
        String webhook = http.create(office, "/v1/webhooks", """
                {"partnerId":"%s","url":"http://127.0.0.1:%d/","eventTypes":["enrollment.changed"]}""".formatted(
                        partnerId, receiver.getAddress().getPort()));
        String trace = HealthyPlatform.recordedTrace();
        String registration = """
                {"agreementId":"%s","offeringId":"%s","student":{"familyName":"Trace %s","givenNames":"Camille",
                 "birthDate":"2005-03-14","birthPlace":"Quimper"}}""".formatted(demo.exampleAgreement(), demo.exampleOffering(), trace);

        ApiClient.Response created = http.send(
                "POST",
                "/v1/enrollments",
                registration,
                Map.of(
                        "Authorization",
                        "Bearer " + partner,
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        trace,
                        "traceparent",
                        "00-" + trace + '-' + CLIENT_SPAN + "-01"));

        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(collector.spans(trace))
                        .extracting(span -> span.service() + ": " + span.name())
                        .contains(
                                "gateway: POST",
                                "enrollment-service: POST /v1/enrollments",
                                "partner-service: enrollment.enrollments.v1 process",
                                "partner-service: webhook"));
        http.send("DELETE", "/v1/webhooks/" + webhook, "", ApiClient.headers(office));
        assertConnected(collector.spans(trace));
        assertThat(RECEIVED)
                .hasSizeGreaterThan(1) // the challenge is one
                .allSatisfy(headers -> assertThat(headers.keySet())
                        .noneMatch(name -> name.matches("(?i)traceparent|tracestate|baggage|b3|x-b3-.*")));
    }

    /** From a slow bucket of a histogram, Grafana opens the trace of a request in it. */
    @Test
    void theLatencyOfARequestLinksToItsTrace() {
        String trace = HealthyPlatform.recordedTrace();
        ApiClient.Response answer = http.send(
                "GET",
                "/v1/enrollments?limit=1",
                "",
                Map.of(
                        "Authorization",
                        "Bearer " + healthy.token("campus-connectes"),
                        "traceparent",
                        "00-" + trace + '-' + CLIENT_SPAN + "-01"));
        assertThat(answer.status()).isEqualTo(200);

        for (ServiceKind kind : List.of(ServiceKind.GATEWAY, ServiceKind.ENROLLMENT)) {
            ApiClient management =
                    new ApiClient(healthy.platform().service(kind).managementUrl());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(management
                                    .send("GET", "/q/metrics", "", Map.of("Accept", OPEN_METRICS))
                                    .text()
                                    .lines())
                            .as(kind.toString())
                            .anyMatch(
                                    line -> line.contains("_seconds_bucket{") && line.contains("trace_id=\"" + trace)));
        }
    }

    /** The parent of each span is another span of the trace, or the span of the client. */
    private static void assertConnected(List<ReceivedSpan> spans) {
        Set<String> ids = spans.stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
        ids.add(CLIENT_SPAN);
        assertThat(spans).allMatch(span -> ids.contains(span.parentId()));
    }
}

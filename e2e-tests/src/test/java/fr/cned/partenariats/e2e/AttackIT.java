package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.GATEWAY;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.e2e.WellBehavedClient.Measurement;
import fr.cned.partenariats.local.lifecycle.ProcessMemory;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attacks that exhaust CPU, memory or connections. The numbers refer to the table in SECURITY.md. After each attack no
 * process has restarted, and a well-behaved client was served normally during the attack.
 */
@Order(Order.DEFAULT + 1)
@Tag("nightly")
class AttackIT {

    private static final String NDJSON = "application/x-ndjson";
    private static final Fixture FIXTURE = Fixture.with(10, 10);
    private static final Fixture OTHER = Fixture.with(10, 10);
    private static final URI GATEWAY_URL = Platform.get().gatewayUrl();

    /** Maximum length of a response to a refused request. */
    private static final int MAX_PROBLEM_LENGTH = 64 * 1024;

    private static Measurement quiet;

    private List<Long> processes;

    @BeforeAll
    static void measureWithoutAnAttack() throws InterruptedException {
        quiet = WellBehavedClient.undisturbed(Platform.http(), OTHER.token());
    }

    @BeforeEach
    void recordProcessIds() {
        processes = pids();
    }

    @AfterEach
    void assertNoProcessRestarted() {
        assertThat(pids()).as("process numbers").isEqualTo(processes);
        assertThat(Stream.of(ServiceKind.values())
                        .allMatch(kind -> Platform.get().service(kind).isReady()))
                .as("all services ready")
                .isTrue();
    }

    private static List<Long> pids() {
        return Stream.of(ServiceKind.values())
                .map(kind -> Platform.get().service(kind).process().pid())
                .toList();
    }

    @Test
    void a01LongAcceptLanguageDoesNotBlockTheGateway() throws Exception {
        WellBehavedClient.assertUnaffectedBy(
                "A01 Accept-Language",
                quiet,
                Platform.http(),
                OTHER.token(),
                () -> inParallel(8, () -> {
                    for (int i = 0; i < 8; i++) {
                        try (RawConnection attacker = RawConnection.attacking(GATEWAY_URL)) {
                            attacker.get("/v1/trainings", "Accept-Language: " + languages(1_800) + "\r\n");
                        }
                        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                    }
                }));
    }

    @Test
    void a02LongAcceptLanguageDoesNotSlowDownAnImport() throws Exception {
        String body = refusedRows(FIXTURE, 200);

        long began = System.nanoTime();
        try (RawConnection attacker = RawConnection.attacking(GATEWAY_URL)) {
            Response response = attacker.post(
                    "/v1/imports?agreementId=" + FIXTURE.agreement(),
                    FIXTURE.token(),
                    NDJSON,
                    body,
                    "Idempotency-Key: " + UUID.randomUUID() + "\r\nAccept-Language: " + languages(1_500) + "\r\n");
            report("A02 200 refused rows", response, began);
            assertThat(response.status()).isEqualTo(200);
        }
    }

    @Test
    void a03ImportOfMillionsOfRowsIsRefusedWhileParsing() throws Exception {
        String bomb = "1\n".repeat(5_000_000);
        for (URI target : List.of(GATEWAY_URL, url(ENROLLMENT))) {
            Fixture sender = Fixture.with(1, 1); // without open jobs of other attacks
            long began = System.nanoTime();
            try (RawConnection attacker = RawConnection.attacking(target)) {
                Response response = attacker.post(
                        "/v1/imports", sender.token(), NDJSON, bomb, "Idempotency-Key: " + UUID.randomUUID() + "\r\n");
                report("A03 import bomb", response, began);
                assertThat(response.status()).isIn(0, 400, 413);
            }
        }
        System.out.printf(
                "attack: A03 memory of enrollment-service after the bombs: %d MB%n",
                ProcessMemory.megabytes(processOf(ENROLLMENT)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARTNER", "ENROLLMENT"})
    void a04BodiesWithTooManyObjectsGetASmallProblem(ServiceKind kind) throws Exception {
        String path = kind == PARTNER ? "/v1/partners" : "/v1/enrollments";
        String field = kind == PARTNER ? "contacts" : "fundings";
        String token = kind == PARTNER ? Platform.token(Platform.PARTNERSHIP_OFFICE) : FIXTURE.token();
        String body = "{\"" + field + "\":[" + "{},".repeat(21_000) + "{}]}";
        for (URI target : List.of(GATEWAY_URL, url(kind))) {
            WellBehavedClient.assertUnaffectedBy(
                    "A04 " + path,
                    quiet,
                    Platform.http(),
                    OTHER.token(),
                    () -> inParallel(32, () -> {
                        try (RawConnection attacker = RawConnection.attacking(target)) {
                            Response response =
                                    attacker.post(path, token, body, "Idempotency-Key: " + UUID.randomUUID() + "\r\n");
                            assertThat(response.status()).isIn(400, 429, 503);
                            assertThat(response.text().length()).isLessThan(MAX_PROBLEM_LENGTH);
                        }
                    }));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GATEWAY", "ENROLLMENT"})
    void a05DeeplyNestedBodiesAndLongNumbersAreRefused(ServiceKind kind) throws Exception {
        for (String body : List.of(
                "[".repeat(60_000),
                "{\"a\":".repeat(10_000),
                "{\"agreementId\":" + "9".repeat(60_000) + "}",
                "{\"" + "n".repeat(60_000) + "\":1}")) {
            try (RawConnection attacker = RawConnection.attacking(url(kind))) {
                Response response = attacker.post(
                        "/v1/enrollments", FIXTURE.token(), body, "Idempotency-Key: " + UUID.randomUUID() + "\r\n");
                assertThat(response.status()).as(response.toString()).isEqualTo(400);
                assertThat(response.contentType()).isEqualTo("application/problem+json");
                assertThat(response.text().length()).isLessThan(4_096);
            }
        }
    }

    @Test
    void a06SlowBodiesDoNotBlockOtherClients() throws Exception {
        for (int sockets : List.of(200, 520)) {
            WellBehavedClient.assertUnaffectedBy(
                    "A06 " + sockets + " slow bodies",
                    quiet,
                    Platform.http(),
                    OTHER.token(),
                    () -> slowBodies(sockets));
        }
    }

    private static void slowBodies(int sockets) throws IOException {
        List<RawConnection> open = new ArrayList<>();
        try {
            for (int i = 0; i < sockets; i++) {
                try {
                    RawConnection attacker = RawConnection.attacking(GATEWAY_URL);
                    open.add(attacker);
                    attacker.head(
                            "POST /v1/enrollments",
                            "Authorization: Bearer " + FIXTURE.token()
                                    + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + UUID.randomUUID()
                                    + "\r\nContent-Length: 60000\r\n");
                } catch (IOException refused) {
                    // the limit of connections per address
                }
            }
            for (int second = 0; second < 6; second++) {
                for (RawConnection attacker : open) {
                    try {
                        attacker.send(" ");
                    } catch (IOException ended) {
                        // the gateway may close a slow connection
                    }
                }
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
        } finally {
            for (RawConnection attacker : open) {
                attacker.close();
            }
        }
    }

    @Test
    void a07ChunksOfOneByteDoNotBlockTheGateway() throws Exception {
        String chunks = "1\r\n \r\n".repeat(60_000) + "0\r\n\r\n";
        WellBehavedClient.assertUnaffectedBy(
                "A07 tiny chunks",
                quiet,
                Platform.http(),
                OTHER.token(),
                () -> inParallel(8, () -> {
                    try (RawConnection attacker = RawConnection.attacking(GATEWAY_URL)) {
                        attacker.head(
                                "POST /v1/enrollments",
                                "Authorization: Bearer " + FIXTURE.token()
                                        + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + UUID.randomUUID()
                                        + "\r\nTransfer-Encoding: chunked\r\n");
                        try {
                            attacker.send(chunks);
                        } catch (IOException respondedEarly) {
                            // the gateway may respond before all chunks are sent
                        }
                        assertThat(attacker.readResponse(false).status()).isIn(0, 400, 413, 429, 503);
                    } catch (IOException reset) {
                        // the response is lost if the connection closes with unread chunks
                    }
                }));
    }

    @Test
    void a08AnonymousRequestsAreLimitedPerAddress() throws Exception {
        List<Response> responses = new ArrayList<>();
        WellBehavedClient.assertUnaffectedBy("A08 anonymous flood", quiet, Platform.http(), OTHER.token(), () -> {
            responses.addAll(flood(4_000, ""));
        });
        assertThat(responses.stream().filter(a -> a.status() == 429).count()).isPositive();
        assertThat(responses.stream().filter(a -> a.status() == 429)).allSatisfy(refused -> {
            assertThat(refused.headers()).containsKey("Retry-After");
            assertThat(refused.contentType()).isEqualTo("application/problem+json");
        });
    }

    @Test
    void a09InvalidSignaturesLockTheAddressOut() throws Exception {
        String token = FIXTURE.token();
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(342);
        List<Response> responses = new ArrayList<>();
        WellBehavedClient.assertUnaffectedBy("A09 bad signatures", quiet, Platform.http(), OTHER.token(), () -> {
            responses.addAll(flood(2_000, "Authorization: Bearer " + forged + "\r\n"));
        });
        assertThat(responses).allMatch(a -> a.status() == 401 || a.status() == 429);
        assertThat(responses.stream().filter(a -> a.status() == 429).count()).isGreaterThan(1_000);
    }

    private static List<Response> flood(int requests, String fields) throws IOException {
        List<Response> responses = new ArrayList<>();
        try (RawConnection attacker = RawConnection.attacking(GATEWAY_URL)) {
            for (int i = 0; i < requests; i++) {
                responses.add(attacker.get("/v1/trainings", fields));
            }
        }
        return responses;
    }

    @Test
    void a10SearchWithTooManyWordsIsRefused() throws Exception {
        for (URI target : List.of(GATEWAY_URL, url(CATALOG))) {
            try (RawConnection attacker = RawConnection.attacking(target)) {
                Response response = attacker.get(
                        "/v1/trainings?q=" + "a+".repeat(1_500) + "b",
                        "Authorization: Bearer " + FIXTURE.token() + "\r\n");
                assertThat(response.status()).as(response.toString()).isEqualTo(400);
            }
        }
    }

    @Test
    void a11ParallelImportsAreLimited() throws Exception {
        for (URI target : List.of(GATEWAY_URL, url(ENROLLMENT))) {
            Fixture sender = Fixture.with(1, 1); // without open jobs of other attacks
            String body = refusedRows(sender, 2_000);
            List<Integer> statuses = ParallelCalls.run(16, () -> {
                try (RawConnection attacker = RawConnection.attacking(target)) {
                    return attacker.post(
                                    "/v1/imports?agreementId=" + sender.agreement(),
                                    sender.token(),
                                    NDJSON,
                                    body,
                                    "Idempotency-Key: " + UUID.randomUUID() + "\r\n")
                            .status();
                }
            });
            System.out.printf("attack: A11 16 parallel imports at %s: %s%n", target, statuses);
            assertThat(statuses).contains(202).allMatch(status -> status == 202 || status == 429 || status == 503);
            assertThat(statuses).containsAnyOf(429, 503);
        }
    }

    private static String refusedRows(Fixture sender, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"offeringId\":\"%s\",\"studentId\":\"%s\"}".formatted(sender.offering(), UUID.randomUUID()))
                .collect(joining("\n"));
    }

    private static void report(String attack, Response response, long began) {
        System.out.printf(
                "attack: %s: %d, %d bytes, %d ms%n",
                attack,
                response.status(),
                response.text().length(),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    /** Distinct language tags for a long Accept-Language header. */
    private static String languages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "" + (char) ('a' + i / 676) + (char) ('a' + i / 26 % 26) + (char) ('a' + i % 26))
                .collect(joining(","));
    }

    private static URI url(ServiceKind kind) {
        return kind == GATEWAY ? GATEWAY_URL : Platform.get().service(kind).url();
    }

    private static ProcessHandle processOf(ServiceKind kind) {
        Supplier<IllegalStateException> gone = () -> new IllegalStateException(kind + " does not run");
        return ProcessHandle.of(Platform.get().service(kind).process().pid()).orElseThrow(gone);
    }

    private static void inParallel(int clients, WellBehavedClient.Attack attack) {
        ParallelCalls.run(clients, () -> {
            attack.run();
            return Map.of();
        });
    }
}

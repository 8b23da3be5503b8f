package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.GATEWAY;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.e2e.Http.Answer;
import fr.cned.partenariats.local.process.ProcessMemory;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests that try to cost more than their limit. The numbers are those of the table in SECURITY.md. After each
 * attack every process is the one from before, and a well-behaved client was answered as usual meanwhile.
 */
class HostileIT {

    private static final Fixture FIXTURE = Fixture.with(10, 10);
    private static final String NEIGHBOUR = Fixture.with(10, 10).token();
    private static final URI GATEWAY_URL = Platform.get().gatewayUrl();

    /** What any answer to a refused request may weigh at most. */
    private static final int SMALL = 64 * 1024;

    private List<Long> processes;

    @BeforeEach
    void rememberTheProcesses() {
        processes = pids();
    }

    @AfterEach
    void noProcessWasRestarted() {
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
    void a01LongAcceptLanguageOnRefusalsDoesNotBlockTheGateway() throws Exception {
        Neighbour.isNotHurtBy(
                "A01 Accept-Language",
                Platform.http(),
                NEIGHBOUR,
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
    void a02LongAcceptLanguageOnAnImportCostsNothingPerRow() throws Exception {
        String rows = IntStream.range(0, 2_000)
                .mapToObj(i ->
                        "{\"offeringId\":\"%s\",\"studentId\":\"%s\"}".formatted(FIXTURE.offering(), UUID.randomUUID()))
                .collect(joining(","));
        String body = "{\"agreementId\":\"%s\",\"rows\":[%s]}".formatted(FIXTURE.agreement(), rows);

        long began = System.nanoTime();
        try (RawConnection attacker = RawConnection.attacking(GATEWAY_URL)) {
            Answer answer = attacker.post(
                    "/v1/imports",
                    FIXTURE.token(),
                    body,
                    "Idempotency-Key: " + UUID.randomUUID() + "\r\nAccept-Language: " + languages(1_500) + "\r\n");
            report("A02 2000 refused rows", answer, began);
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void a03AnImportOfMillionsOfEmptyRowsIsRefusedWhileItIsRead() throws Exception {
        String bomb =
                "{\"agreementId\":\"%s\",\"rows\":[".formatted(FIXTURE.agreement()) + "{},".repeat(3_400_000) + "{}]}";
        for (URI target : List.of(GATEWAY_URL, url(ENROLLMENT))) {
            long began = System.nanoTime();
            try (RawConnection attacker = RawConnection.attacking(target)) {
                Answer answer = attacker.post(
                        "/v1/imports", FIXTURE.token(), bomb, "Idempotency-Key: " + UUID.randomUUID() + "\r\n");
                report("A03 import bomb", answer, began);
                assertThat(answer.status()).isIn(0, 400, 413);
            }
        }
        System.out.printf(
                "hostile: A03 memory of enrollment-service after the bombs: %d MB%n",
                ProcessMemory.megabytes(processOf(ENROLLMENT)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARTNER", "ENROLLMENT"})
    void a04ManySmallBodiesOfManyObjectsAreRefusedInFewBytes(ServiceKind kind) throws Exception {
        String path = kind == PARTNER ? "/v1/partners" : "/v1/enrollments";
        String field = kind == PARTNER ? "contacts" : "fundings";
        String token = kind == PARTNER ? Platform.token(Platform.PARTNERSHIP_OFFICE) : FIXTURE.token();
        String body = "{\"" + field + "\":[" + "{},".repeat(21_000) + "{}]}";
        for (URI target : List.of(GATEWAY_URL, url(kind))) {
            Neighbour.isNotHurtBy(
                    "A04 " + path,
                    Platform.http(),
                    NEIGHBOUR,
                    () -> inParallel(32, () -> {
                        try (RawConnection attacker = RawConnection.attacking(target)) {
                            Answer answer =
                                    attacker.post(path, token, body, "Idempotency-Key: " + UUID.randomUUID() + "\r\n");
                            assertThat(answer.status()).isIn(400, 429, 503);
                            assertThat(answer.text().length()).isLessThan(SMALL);
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
                Answer answer = attacker.post(
                        "/v1/enrollments", FIXTURE.token(), body, "Idempotency-Key: " + UUID.randomUUID() + "\r\n");
                assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
                assertThat(answer.contentType()).isEqualTo("application/problem+json");
                assertThat(answer.text().length()).isLessThan(4_096);
            }
        }
    }

    @Test
    void a06SlowBodiesOfManyConnectionsLeaveTheServicesToOthers() throws Exception {
        for (int sockets : List.of(200, 520)) {
            Neighbour.isNotHurtBy(
                    "A06 " + sockets + " slow bodies", Platform.http(), NEIGHBOUR, () -> slowBodies(sockets));
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
                    // more connections than one address may have
                }
            }
            for (int second = 0; second < 6; second++) {
                for (RawConnection attacker : open) {
                    try {
                        attacker.send(" ");
                    } catch (IOException ended) {
                        // by the gateway, which is its right
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
    void a07BodiesInChunksOfOneByteDoNotOccupyTheGateway() throws Exception {
        String chunks = "1\r\n \r\n".repeat(60_000) + "0\r\n\r\n";
        Neighbour.isNotHurtBy(
                "A07 tiny chunks",
                Platform.http(),
                NEIGHBOUR,
                () -> inParallel(8, () -> {
                    try (RawConnection attacker = RawConnection.attacking(GATEWAY_URL)) {
                        attacker.head(
                                "POST /v1/enrollments",
                                "Authorization: Bearer " + FIXTURE.token()
                                        + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + UUID.randomUUID()
                                        + "\r\nTransfer-Encoding: chunked\r\n");
                        try {
                            attacker.send(chunks);
                        } catch (IOException refusedEarly) {
                            // the answer may come before all chunks are sent
                        }
                        assertThat(attacker.answer(false).status()).isIn(0, 400, 413, 429, 503);
                    } catch (IOException reset) {
                        // an answer that was lost because the connection was closed with unread chunks
                    }
                }));
    }

    @Test
    void a08AnonymousRequestsAreLimitedByAddress() throws Exception {
        List<Answer> answers = new ArrayList<>();
        Neighbour.isNotHurtBy("A08 anonymous flood", Platform.http(), NEIGHBOUR, () -> {
            answers.addAll(flood(4_000, ""));
        });
        assertThat(answers.stream().filter(a -> a.status() == 429).count()).isPositive();
        assertThat(answers.stream().filter(a -> a.status() == 429)).allSatisfy(refused -> {
            assertThat(refused.headers()).containsKey("Retry-After");
            assertThat(refused.contentType()).isEqualTo("application/problem+json");
        });
    }

    @Test
    void a09TokensWithBadSignaturesLockTheirAddressOut() throws Exception {
        String token = FIXTURE.token();
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(342);
        List<Answer> answers = new ArrayList<>();
        Neighbour.isNotHurtBy("A09 bad signatures", Platform.http(), NEIGHBOUR, () -> {
            answers.addAll(flood(2_000, "Authorization: Bearer " + forged + "\r\n"));
        });
        assertThat(answers).allMatch(a -> a.status() == 401 || a.status() == 429);
        assertThat(answers.stream().filter(a -> a.status() == 429).count()).isGreaterThan(1_000);
    }

    private static List<Answer> flood(int requests, String fields) throws IOException {
        List<Answer> answers = new ArrayList<>();
        try (RawConnection attacker = RawConnection.attacking(GATEWAY_URL)) {
            for (int i = 0; i < requests; i++) {
                answers.add(attacker.get("/v1/trainings", fields));
            }
        }
        return answers;
    }

    @Test
    void a10ASearchOfManyWordsIsRefused() throws Exception {
        for (URI target : List.of(GATEWAY_URL, url(CATALOG))) {
            try (RawConnection attacker = RawConnection.attacking(target)) {
                Answer answer = attacker.get(
                        "/v1/trainings?q=" + "a+".repeat(1_500) + "b",
                        "Authorization: Bearer " + FIXTURE.token() + "\r\n");
                assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            }
        }
    }

    @Test
    void a11ImportsAtOnceAreBounded() throws Exception {
        String rows = IntStream.range(0, 2_000)
                .mapToObj(i ->
                        "{\"offeringId\":\"%s\",\"studentId\":\"%s\"}".formatted(FIXTURE.offering(), UUID.randomUUID()))
                .collect(joining(","));
        String body = "{\"agreementId\":\"%s\",\"rows\":[%s]}".formatted(FIXTURE.agreement(), rows);
        for (URI target : List.of(GATEWAY_URL, url(ENROLLMENT))) {
            List<Integer> statuses = AtOnce.all(16, () -> {
                try (RawConnection attacker = RawConnection.attacking(target)) {
                    return attacker.post(
                                    "/v1/imports",
                                    FIXTURE.token(),
                                    body,
                                    "Idempotency-Key: " + UUID.randomUUID() + "\r\n")
                            .status();
                }
            });
            System.out.printf("hostile: A11 16 imports at once at %s: %s%n", target, statuses);
            assertThat(statuses).contains(200).allMatch(status -> status == 200 || status == 429 || status == 503);
            assertThat(statuses).containsAnyOf(429, 503);
        }
    }

    private static void report(String attack, Answer answer, long began) {
        System.out.printf(
                "hostile: %s: %d, %d bytes, %d ms%n",
                attack,
                answer.status(),
                answer.text().length(),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    /** Different ones, of four characters each: as many as a header of 8 KiB can hold. */
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

    private static void inParallel(int clients, Neighbour.Attack attack) {
        AtOnce.all(clients, () -> {
            attack.run();
            return Map.of();
        });
    }
}

package fr.cned.partenariats.benchmarks.scenarios;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.lifecycle.Startup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Registers new students through the gateway. */
final class RegistrationLoad {

    /** Quotas and offerings of registrations that are spread. */
    static final int TARGETS = 20;

    private static final int QUICK_TARGETS = 4;
    private static final Duration READY = Duration.ofMinutes(1);

    /** A request that loses a race gets 409 and would be repeated; more of them mean that something is wrong. */
    private static final double ACCEPTED_AT_LEAST = 0.98;

    private static final long NUMBERS_PER_RUN = 1_000_000;

    private final Bench bench;
    private final LocalPlatform platform;
    private final Tokens tokens;
    private final List<Target> targets;

    /** Begins anew in each process, so that the students of an earlier process are other persons. */
    private long runs = System.currentTimeMillis();

    RegistrationLoad(Bench bench, LocalPlatform platform) {
        this(bench, platform, newTargets(bench, platform));
    }

    RegistrationLoad(Bench bench, LocalPlatform platform, List<Target> targets) {
        this.bench = bench;
        this.platform = platform;
        this.tokens = new Tokens(platform);
        this.targets = targets;
        awaitReady();
    }

    /** {@value #TARGETS} new partners, each with an offering; fewer for a quick run. */
    static List<Target> newTargets(Bench bench, LocalPlatform platform) {
        return new Registry(platform).targets(bench.quick() ? QUICK_TARGETS : TARGETS);
    }

    LocalPlatform platform() {
        return platform;
    }

    List<Target> targets() {
        return targets;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Registrations per second to the targets in turn, in a closed loop. */
    double rate(List<Target> to, int seconds) {
        return run(plan(to, seconds)).rate();
    }

    /** Fails when the platform refuses registrations. */
    LoadResult run(LoadPlan plan) {
        LoadResult result = bench.load().run(plan);
        if (result.count(201) < result.count() * ACCEPTED_AT_LEAST || result.count() == 0) {
            throw new PlatformFailure("The platform refused registrations. Answers by status: " + result.answers());
        }
        return result;
    }

    /** Students of later plans have other names. */
    LoadPlan plan(List<Target> to, int seconds) {
        return LoadPlan.of(platform, to.stream().map(this::request).toList(), seconds)
                .startingAt(runs++ * NUMBERS_PER_RUN);
    }

    private LoadPlan.Request request(Target target) {
        Map<String, String> headers = Map.of(
                "Authorization",
                tokens.bearer(target.registrar().client()),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                "#{uuid}");
        return new LoadPlan.Request("POST", "/v1/enrollments", headers, body(target));
    }

    /** Registers another student for the first target, and returns the id of the enrollment. */
    String registerOne() {
        Target target = targets.get(0);
        JsonApi gateway = new JsonApi("The gateway", platform.gatewayUrl());
        try {
            return gateway.required(
                            "POST",
                            "/v1/enrollments",
                            gateway.send(
                                    "POST",
                                    tokens.token(target.registrar().client()),
                                    "/v1/enrollments",
                                    JsonApi.JSON.readTree(body(target).replace("#{n}", "" + UUID.randomUUID())),
                                    Map.of("Idempotency-Key", UUID.randomUUID().toString())))
                    .path("id")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String body(Target target) {
        return """
                {"agreementId":"%s","offeringId":"%s","student":
                 {"familyName":"Étudiant #{n}","givenNames":"Camille","birthDate":"2005-03-14","birthPlace":"Quimperlé"}}
                """.formatted(target.registrar().agreement(), target.offering());
    }

    /**
     * Imports files of so many new students, and reads the job of each until it has ended.
     *
     * @return the time of all files in seconds
     */
    double importFiles(List<Target> to, int filesAtOnce, int rows, int seconds) {
        long began = System.nanoTime();
        long end = began + Duration.ofSeconds(seconds).toNanos();
        long first = runs++ * NUMBERS_PER_RUN;
        AtomicInteger files = new AtomicInteger();
        Runnable oneAfterTheOther = () -> {
            do {
                int file = files.getAndIncrement();
                importFile(to.get(file % to.size()), first + file, rows);
            } while (System.nanoTime() < end);
        };
        Startup.together(Collections.nCopies(filesAtOnce, oneAfterTheOther));
        return (System.nanoTime() - began) / 1e9;
    }

    private void importFile(Target target, long number, int count) {
        JsonApi gateway = new JsonApi("The gateway", platform.gatewayUrl());
        String token = tokens.token(target.registrar().client());
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            ObjectNode row = JsonApi.JSON
                    .createObjectNode()
                    .put("offeringId", target.offering().toString());
            row.putObject("student")
                    .put("familyName", "Étudiant " + number + ' ' + i)
                    .put("givenNames", "Camille")
                    .put("birthDate", "2005-03-14")
                    .put("birthPlace", "Quimperlé");
            rows.append(row).append('\n');
        }
        String path = "/v1/imports?agreementId=" + target.registrar().agreement();
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        String job = gateway.required(
                        "POST", path, gateway.postFile(token, path, "application/x-ndjson", rows.toString(), key))
                .path("id")
                .asText();
        boolean ended = Await.quietly(
                () -> gateway.get(token, "/v1/imports/" + job).path("percent").asInt() == 100, READY);
        if (!ended) {
            throw new PlatformFailure("The import %s did not end in %d s.".formatted(job, READY.toSeconds()));
        }
    }

    /** Waits until a registration would be accepted, for example after a restart of the service. */
    void awaitReady() {
        if (!Await.quietly(() -> isEligible(targets.get(0)), READY)) {
            throw new PlatformFailure("The platform accepts no registration for the offering "
                    + targets.get(0).offering());
        }
    }

    private boolean isEligible(Target target) {
        try {
            return new JsonApi("The gateway", platform.gatewayUrl())
                    .send(
                            "POST",
                            tokens.token(target.registrar().client()),
                            "/v1/eligibility-checks",
                            JsonApi.JSON.readTree(body(target).replace(" #{n}", "")),
                            Map.of("Idempotency-Key", UUID.randomUUID().toString()))
                    .body()
                    .path("eligible")
                    .asBoolean();
        } catch (PlatformFailure | IOException notYet) {
            return false;
        }
    }
}

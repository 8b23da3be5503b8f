package fr.cned.partenariats.benchmarks.write;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Registrar;
import fr.cned.partenariats.benchmarks.rows.Target;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Registers new students through the gateway. */
public final class RegistrationLoad {

    private static final Duration READY = Duration.ofMinutes(1);

    /** A request that loses a race gets 409 and would be repeated; more of them mean that something is wrong. */
    private static final double ACCEPTED_AT_LEAST = 0.98;

    private static final long NUMBERS_PER_RUN = 10_000_000;

    private final Bench bench;
    private final LocalPlatform platform;
    private final Tokens tokens;
    private long runs;

    public RegistrationLoad(Bench bench, LocalPlatform platform) {
        this.bench = bench;
        this.platform = platform;
        this.tokens = new Tokens(platform);
    }

    /** Sends registrations to the targets in turn, in a closed loop. Fails when the platform refuses them. */
    public LoadResult run(List<Target> targets, int connections, int seconds) {
        LoadResult result = bench.generator()
                .run(plan(targets.stream().map(this::request).toList(), seconds).withConnections(connections));
        return requireAccepted(result);
    }

    public LoadPlan plan(List<LoadPlan.Request> requests, int seconds) {
        return LoadPlan.of(
                        platform.gatewayUrl().getHost(), platform.gatewayUrl().getPort(), requests, seconds)
                .startingAt(runs++ * NUMBERS_PER_RUN);
    }

    public static LoadResult requireAccepted(LoadResult result) {
        if (result.count(201) < result.count() * ACCEPTED_AT_LEAST || result.count() == 0) {
            throw new PlatformFailure("The platform refused registrations. Answers by status: " + result.answers());
        }
        return result;
    }

    public LoadPlan.Request request(Target target) {
        return new LoadPlan.Request(
                "POST", "/v1/enrollments", headers(target.registrar()), body(target, "Étudiant #{n}"));
    }

    private Map<String, String> headers(Registrar registrar) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", tokens.bearer(registrar.client()));
        headers.put("Content-Type", "application/json");
        headers.put("Idempotency-Key", "#{uuid}");
        return headers;
    }

    private static String body(Target target, String familyName) {
        return """
                {"agreementId":"%s","offeringId":"%s","student":%s}""".formatted(target.registrar().agreement(), target.offering(), student(familyName));
    }

    private static String student(String familyName) {
        return """
                {"familyName":"%s","givenNames":"Camille","birthDate":"2005-03-14","birthPlace":"Quimperlé"}""".formatted(familyName);
    }

    /** An import of so many new students. */
    public LoadPlan.Request importOf(Target target, int rows) {
        StringBuilder body = new StringBuilder("{\"agreementId\":\"%s\",\"rows\":["
                .formatted(target.registrar().agreement()));
        for (int i = 0; i < rows; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"offeringId\":\"%s\",\"student\":%s}"
                            .formatted(target.offering(), student("Étudiant #{n} " + i)));
        }
        return new LoadPlan.Request(
                "POST",
                "/v1/imports",
                headers(target.registrar()),
                body.append("]}").toString());
    }

    /** Waits until a registration would be accepted, for example after a restart of the service. */
    public void awaitReady(Target target) {
        JsonApi gateway = new JsonApi("The gateway", platform.gatewayUrl());
        boolean ready = Await.quietly(
                () -> {
                    try {
                        return gateway.send(
                                        "POST",
                                        tokens.token(target.registrar().client()),
                                        "/v1/eligibility-checks",
                                        JsonApi.JSON.readTree(body(target, "Étudiant")),
                                        Map.of(
                                                "Idempotency-Key",
                                                UUID.randomUUID().toString()))
                                .body()
                                .path("eligible")
                                .asBoolean();
                    } catch (PlatformFailure | IOException notYet) {
                        return false;
                    }
                },
                READY);
        if (!ready) {
            throw new PlatformFailure("The platform accepts no registration for the offering " + target.offering());
        }
    }
}

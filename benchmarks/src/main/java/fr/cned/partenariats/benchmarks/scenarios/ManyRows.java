package fr.cned.partenariats.benchmarks.scenarios;

import com.fasterxml.jackson.databind.node.MissingNode;
import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Percentile;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Registrar;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Operations of enrollment-service that must not become slow with a million enrollments. */
final class ManyRows {

    private static final int CONNECTIONS = 16;
    private static final String THROUGH_THE_GATEWAY = "p95 through the gateway";

    private static final double REGISTRATIONS_PER_SECOND = 50;

    /** The page of the report sends seven. */
    private static final double COUNTS_PER_SECOND = 5;

    private static final double ERASURES_PER_SECOND = 10;
    private static final String ERASABLE = """
            select s.id from student s
            where s.erased_at is null and not exists (
              select 1 from enrollment e
              where e.person_id = s.id and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE'))
            limit ?""";

    /** The first one is none. */
    private static final String[] GROUPINGS = (";network;partner;agreement;family;training;department;region;site"
                    + ";academicYear;state;funding;fundingState;situation;month"
                    + ";family,month;partner,state;network,academicYear;funding,fundingState;agreement,site;training,month")
            .split(";", -1);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration BUILT_WITHIN = Duration.ofMinutes(5);

    private ManyRows() {}

    /** Every dimension, pairs of dimensions, filters, now and as of earlier days. */
    static Scenario statistics() {
        return statistics("statistics", "every dimension and pairs, with filters and asOf", 150, ManyRows::ofAll);
    }

    /** The same of one partner, which counts its own enrollments. */
    static Scenario statisticsOfOne() {
        return statistics("statistics-partner", "the same of one partner", 20, ManyRows::ofOne);
    }

    /** One count after the other until the code is compiled; some reach the time limit of reads: 503. */
    private static Scenario statistics(
            String name, String what, int millis, BiFunction<Registrar, Tokens, List<LoadPlan.Request>> requests) {
        return Scenario.named(
                        name,
                        "GET /v1/statistics, %s, %.0f/s, during %.0f registrations/s, %s"
                                .formatted(what, COUNTS_PER_SECOND, REGISTRATIONS_PER_SECOND, Volume.LARGE.text()))
                .ours(THROUGH_THE_GATEWAY)
                .gates(Gate.oursAtMost(Metric.P95, millis))
                .group(Volume.LARGE.text())
                .setup(bench -> {
                    LocalPlatform platform = thatCounts(bench);
                    Registrar registrar =
                            Rows.population(bench, Volume.LARGE).registrars().get(0);
                    RegistrationLoad registrations = new RegistrationLoad(bench, platform);
                    return Sides.of(round -> {
                        LoadPlan counts = LoadPlan.of(
                                platform, requests.apply(registrar, registrations.tokens()), round.seconds());
                        CompletableFuture<LoadResult> changing = registering(registrations, round);
                        LoadResult counted = bench.load()
                                .run(round.isWarmUp() ? counts.withConnections(1) : counts.atRate(COUNTS_PER_SECOND));
                        changing.join();
                        return Measurement.of(
                                Metric.P95, (round.isWarmUp() ? counted : counted.requireSuccess()).p95());
                    });
                });
    }

    /** The first start builds the file of statistics. */
    private static LocalPlatform thatCounts(Bench bench) {
        LocalPlatform platform = Rows.on(bench, Volume.LARGE);
        awaitCount(platform, new Tokens(platform), Map.of(), BUILT_WITHIN);
        return platform;
    }

    private static void awaitCount(
            LocalPlatform platform, Tokens tokens, Map<String, String> headers, Duration atMost) {
        JsonApi gateway = new JsonApi("The gateway", platform.gatewayUrl());
        String officer = tokens.token(RealmAccounts.ENROLLMENT_OFFICE);
        if (!Await.quietly(
                () -> gateway.send("GET", officer, "/v1/statistics?limit=1", MissingNode.getInstance(), headers)
                        .isSuccess(),
                atMost)) {
            throw new IllegalStateException("no count within " + atMost);
        }
    }

    /** A client that needs its own registration counted asks until the answer is no longer 409. */
    static Scenario statisticsDelay() {
        return Scenario.named(
                        "statistics-delay",
                        "registration until GET /v1/statistics counts it, during %.0f registrations/s, %s"
                                .formatted(REGISTRATIONS_PER_SECOND, Volume.LARGE.text()))
                .ours("answer of the registration to the first count with it")
                .gates(Gate.oursAtMost(Metric.P99, 2_000))
                .remark("includes up to 50 ms between two counts")
                .group(Volume.LARGE.text())
                .setup(bench -> {
                    LocalPlatform platform = thatCounts(bench);
                    RegistrationLoad registrations = new RegistrationLoad(bench, platform);
                    return Sides.of(round -> {
                        CompletableFuture<LoadResult> changing = registering(registrations, round);
                        List<Double> millis = new ArrayList<>();
                        while (!changing.isDone()) {
                            millis.add(millisUntilCounted(platform, registrations));
                        }
                        changing.join();
                        return Measurement.of(Metric.P99, Percentile.of(millis, 99));
                    });
                });
    }

    /** Registers another student and waits until the counts have every change up to it. */
    static double millisUntilCounted(LocalPlatform platform, RegistrationLoad registrations) {
        String enrollment = registrations.registerOne();
        Map<String, String> awaited = Map.of("If-Revision-At-Least", "enrollment/" + enrollment + "=0");
        long began = System.nanoTime();
        awaitCount(platform, registrations.tokens(), awaited, MINUTE);
        return (System.nanoTime() - began) / 1e6;
    }

    /** A platform that has just started reaches the rate only after some minutes. */
    private static CompletableFuture<LoadResult> registering(RegistrationLoad registrations, Round round) {
        LoadPlan load =
                registrations.plan(registrations.targets(), round.seconds()).withConnections(CONNECTIONS);
        LoadPlan plan = round.isWarmUp() ? load : load.atRate(REGISTRATIONS_PER_SECOND);
        return CompletableFuture.supplyAsync(() -> registrations.run(plan));
    }

    private static List<LoadPlan.Request> ofAll(Registrar registrar, Tokens tokens) {
        Map<String, String> officer = Map.of("Authorization", tokens.bearer(RealmAccounts.ENROLLMENT_OFFICE));
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Paris"));
        List<String> filters = List.of(
                "",
                "&academicYear=" + (today.getYear() - 1) + "-" + today.getYear(),
                "&state=ACTIVE&state=CONFIRMED",
                "&partnerId=" + registrar.partner(),
                "&family=BTS&hosted=true",
                "&funding=OPCO",
                "&fundingState=REQUESTED",
                "&department=29");
        List<LoadPlan.Request> requests = new ArrayList<>();
        for (String question : questions(today)) {
            String filter = filters.get(requests.size() / 2 % filters.size());
            requests.add(LoadPlan.Request.get(question, officer));
            requests.add(LoadPlan.Request.get(question + filter, officer));
        }
        return requests;
    }

    private static List<LoadPlan.Request> ofOne(Registrar registrar, Tokens tokens) {
        Map<String, String> own = Map.of("Authorization", tokens.bearer(registrar.client()));
        return questions(LocalDate.now(ZoneId.of("Europe/Paris"))).stream()
                .map(question -> LoadPlan.Request.get(question, own))
                .toList();
    }

    private static List<String> questions(LocalDate today) {
        List<String> moments = List.of("", "&asOf=" + today.minusDays(20), "&asOf=" + today.minusDays(400));
        return Stream.of(GROUPINGS)
                .map(grouping -> "/v1/statistics?limit=20" + (grouping.isEmpty() ? "" : "&groupBy=" + grouping))
                .flatMap(question -> moments.stream().map(moment -> question + moment))
                .toList();
    }

    /** Erasures of students whose enrollments have ended, at a constant rate. */
    static Scenario erasure() {
        return Scenario.named(
                        "erasure",
                        "POST /v1/students/{id}/erasure, %.0f/s, %s"
                                .formatted(ERASURES_PER_SECOND, Volume.LARGE.text()))
                .ours(THROUGH_THE_GATEWAY)
                .gates(Gate.oursAtMost(Metric.P95, 50))
                .group(Volume.LARGE.text())
                .setup(bench -> {
                    LocalPlatform platform = Rows.on(bench, Volume.LARGE);
                    Tokens tokens = new Tokens(platform);
                    return Sides.of(round -> {
                        int needed = (int) ((round.seconds() + LoadPlan.WARM_UP_SECONDS) * ERASURES_PER_SECOND) + 1;
                        List<String> students =
                                Database.of(platform, ServiceKind.ENROLLMENT).texts(ERASABLE, needed);
                        LoadPlan.Request erase = new LoadPlan.Request(
                                "POST",
                                "/v1/students/#{value}/erasure",
                                Map.of(
                                        "Authorization",
                                        tokens.bearer(RealmAccounts.ENROLLMENT_OFFICE),
                                        "Idempotency-Key",
                                        "#{uuid}"),
                                "");
                        LoadPlan plan = LoadPlan.of(platform, List.of(erase), round.seconds())
                                .withValues(students)
                                .atRate(ERASURES_PER_SECOND);
                        return Measurement.of(
                                Metric.P95,
                                bench.load().run(plan).requireSuccess().p95());
                    });
                });
    }
}

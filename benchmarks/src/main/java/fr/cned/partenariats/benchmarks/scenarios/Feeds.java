package fr.cned.partenariats.benchmarks.scenarios;

import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.rows.Registry;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.http.JsonApi;
import fr.cned.partenariats.local.lifecycle.Await;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The processor time of a full page of a change feed. */
final class Feeds {

    private static final int CONNECTIONS = 2;
    private static final int MILLI = 1_000;
    private static final Duration VISIBLE = Duration.ofSeconds(30);

    private Feeds() {}

    static Scenario trainings() {
        return scenario(
                "feeds-trainings",
                "/v1/trainings/changes",
                1_000,
                15,
                ServiceKind.CATALOG,
                RealmAccounts.CATALOGUE_APP,
                load -> new Registry(load.platform()).trainings(1_000));
    }

    static Scenario enrollments() {
        return scenario(
                "feeds-enrollments",
                "/v1/enrollments/changes",
                100,
                10,
                ServiceKind.ENROLLMENT,
                RealmAccounts.ENROLLMENT_OFFICE,
                load -> {
                    for (int i = 0; i < 100; i++) {
                        load.registerOne();
                    }
                });
    }

    private static Scenario scenario(
            String name,
            String path,
            int changes,
            int millis,
            ServiceKind kind,
            String client,
            Consumer<RegistrationLoad> change) {
        return Scenario.named(name, "GET %s, a page of %d changes, sent to the service".formatted(path, changes))
                .ours("service and PostgreSQL")
                .gates(Gate.oursAtMost(Metric.CPU, millis * MILLI))
                .group(Registrations.groupOf(Volume.SMALL))
                .setup(bench -> {
                    LocalPlatform platform = Rows.on(bench, Volume.SMALL);
                    Service service = platform.service(kind);
                    JsonApi api = new JsonApi(kind.module(), service.url());
                    Tokens tokens = new Tokens(platform);
                    String now = api.get(tokens.token(client), path + "?cursor=now")
                            .path("next")
                            .asText();
                    String page = "%s?limit=%d&cursor=%s"
                            .formatted(path, changes, URLEncoder.encode(now, StandardCharsets.UTF_8));
                    change.accept(new RegistrationLoad(bench, platform));
                    if (!Await.quietly(
                            () -> api.get(tokens.token(client), page)
                                            .path("items")
                                            .size()
                                    == changes,
                            VISIBLE)) {
                        throw new PlatformFailure("The feed %s does not show %d changes.".formatted(path, changes));
                    }
                    return Sides.of(round -> {
                        Map<String, String> headers = Map.of("Authorization", tokens.bearer(client));
                        LoadPlan plan = LoadPlan.of(
                                        "127.0.0.1",
                                        service.url().getPort(),
                                        List.of(LoadPlan.Request.get(page, headers)),
                                        round.seconds())
                                .withConnections(CONNECTIONS);
                        return bench.load()
                                .throughput(
                                        plan,
                                        List.of(
                                                service.process(),
                                                platform.postgres().process()));
                    });
                });
    }
}

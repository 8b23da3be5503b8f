package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.util.List;
import java.util.Map;

/** Erasures of students whose enrollments have ended, at a constant rate. */
public final class Erasure implements Scenario {

    private static final double PER_SECOND = 10;

    private static final String ERASABLE = """
            select s.id from student s
            where s.erased_at is null and not exists (
              select 1 from enrollment e
              where e.person_id = s.id and e.state in ('WAITLISTED', 'PENDING_FUNDING', 'CONFIRMED', 'ACTIVE'))
            limit ?""";

    @Override
    public String name() {
        return "erasure";
    }

    @Override
    public String what() {
        return "POST /v1/students/{id}/erasure, %.0f/s, %s".formatted(PER_SECOND, Volume.LARGE.text());
    }

    @Override
    public String ours() {
        return "p95 through the gateway";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.oursAtMost(Metric.P95, 50));
    }

    @Override
    public String group() {
        return Volume.LARGE.text();
    }

    @Override
    public Sides start(Bench bench) {
        LocalPlatform platform = Rows.on(bench, Volume.LARGE);
        Tokens tokens = new Tokens(platform);
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                int seconds = round.seconds();
                List<String> students = Database.of(platform, ServiceKind.ENROLLMENT)
                        .texts(ERASABLE, (int) ((seconds + LoadPlan.WARM_UP_SECONDS) * PER_SECOND) + 1);
                LoadPlan plan = LoadPlan.of(
                                platform.gatewayUrl().getHost(),
                                platform.gatewayUrl().getPort(),
                                List.of(new LoadPlan.Request(
                                        "POST",
                                        "/v1/students/#{value}/erasure",
                                        Map.of(
                                                "Authorization",
                                                tokens.bearer(RealmAccounts.ENROLLMENT_OFFICE),
                                                "Idempotency-Key",
                                                "#{uuid}"),
                                        "")),
                                seconds)
                        .withValues(students)
                        .atRate(PER_SECOND);
                return Measurement.of(
                        Metric.P95, bench.generator().run(plan).requireSuccess().p95());
            }
        };
    }
}

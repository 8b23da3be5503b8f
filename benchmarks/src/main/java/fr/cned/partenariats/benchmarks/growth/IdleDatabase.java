package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.benchmarks.sql.Database;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Await;
import java.time.Duration;
import java.util.List;

/**
 * The time that the enrollment database works while no request comes and nothing is due: jobs by date, relay, sealer.
 *
 * @param deadRows how many dead rows the stored answers have
 */
public record IdleDatabase(int deadRows) implements Scenario {

    private static final int QUICK_DEAD_ROWS = 20_000;

    /** The slowest jobs run once a minute. */
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration QUICK = Duration.ofSeconds(12);

    @Override
    public String name() {
        return deadRows == 0 ? "idle-database" : "idle-database-dead-rows";
    }

    @Override
    public String what() {
        return "database time of jobs and relay with nothing due, " + Volume.LARGE.text()
                + (deadRows == 0 ? "" : ", a million dead rows in the stored answers");
    }

    @Override
    public String ours() {
        return "active time of the sessions (pg_stat_database)";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.shown(Metric.DATABASE));
    }

    @Override
    public boolean isLoad() {
        return false;
    }

    @Override
    public int mostRounds() {
        return 1;
    }

    @Override
    public Sides start(Bench bench) {
        LocalPlatform platform = Rows.on(bench, Volume.LARGE);
        boolean quick = bench.arguments().quick();
        Duration length = quick ? QUICK : MINUTE;
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                if (deadRows > 0) {
                    DeadRows.leave(platform, quick ? QUICK_DEAD_ROWS : deadRows);
                }
                double before = activeMillis(platform);
                Await.quietly(() -> false, length);
                return Measurement.of(
                        Metric.DATABASE, (activeMillis(platform) - before) * MINUTE.toSeconds() / length.toSeconds());
            }
        };
    }

    private static double activeMillis(LocalPlatform platform) {
        return Database.asSuperuser(platform, "postgres")
                .number("select active_time from pg_stat_database where datname = 'enrollment'");
    }
}

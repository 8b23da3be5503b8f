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
import fr.cned.partenariats.local.LocalPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A year of tables beside the business data, at the traffic of 10 million enrollments a year divided by a factor: rows of
 * each week, then the retention of the jobs at that time, then vacuum. A table that should be stable must not grow in the
 * second half of the year.
 */
public final class GrowthYear implements Scenario {

    private static final int ENROLLMENTS = 10_000_000;
    private static final int FACTOR = 50;
    private static final int QUICK_FACTOR = 200;

    @Override
    public String name() {
        return "growth-year";
    }

    @Override
    public String what() {
        return "a year of side tables at 1/%d of 10 million enrollments a year (--quick: 1/%d), with retention"
                .formatted(FACTOR, QUICK_FACTOR);
    }

    @Override
    public String ours() {
        return "size of the stable tables after month 12";
    }

    @Override
    public String baseline() {
        return "after month 6";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.ratioAtMost(Metric.MEMORY, YearOfTables.MOST_GROWTH, YearOfTables.MOST_GROWTH));
    }

    @Override
    public String remarks() {
        return "sizes of each month are in .local/benchmarks/growth-year; the audit trail is kept for 90 days here";
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
        Rows.discard(bench, Volume.SMALL);
        LocalPlatform platform = Rows.on(bench, Volume.SMALL);
        int factor = bench.arguments().quick() ? QUICK_FACTOR : FACTOR;
        YearOfTables year = new YearOfTables(platform, ENROLLMENTS / factor, bench.progress());
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                year.run();
                write(bench, year.report());
                year.requireStable();
                return Measurement.of(Metric.MEMORY, year.stableMebibytes(YearOfTables.MONTHS));
            }

            @Override
            public Measurement baseline(Round round) {
                return Measurement.of(Metric.MEMORY, year.stableMebibytes(YearOfTables.MONTHS / 2));
            }

            @Override
            public void close() {
                Rows.discard(bench, Volume.SMALL);
            }
        };
    }

    private static void write(Bench bench, String report) {
        bench.progress().note("Sizes in MiB:\n" + report);
        try {
            Files.writeString(bench.folder("growth-year").resolve("sizes.md"), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

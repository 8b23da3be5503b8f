package fr.cned.partenariats.benchmarks.rows;

import fr.cned.partenariats.benchmarks.Bench;
import java.util.Locale;

/** How many enrollments the platform has before a scenario begins. */
public enum Volume {
    SMALL(10_000),
    MEDIUM(300_000),
    LARGE(1_000_000);

    /** The same of all volumes, which therefore share a platform in a quick run. */
    private static final int QUICK = 2_000;

    private final int enrollments;

    Volume(int enrollments) {
        this.enrollments = enrollments;
    }

    int enrollments(Bench bench) {
        return bench.quick() ? QUICK : enrollments;
    }

    /** The end of the name of a scenario; empty for the usual volume. */
    public String suffix() {
        return this == LARGE ? "-million" : "";
    }

    /** For the report. */
    public String text() {
        return String.format(Locale.ROOT, "%,d enrollments", enrollments).replace(',', ' ');
    }

    public String platformName(Bench bench) {
        return "rows-" + enrollments(bench);
    }
}

package fr.cned.partenariats.benchmarks;

import java.util.Locale;

/** What a round measures, with its unit. */
public enum Metric {
    RATE("requests/s", 0),
    /** The rate, when the baseline has the number of connections that is best for it. */
    RATE_AT_BEST("requests/s (best connections of pgbench)", 0),
    CPU("µs of CPU per request", 0),
    P95("ms, p95", 2),
    P99("ms, p99", 2),
    SECONDS("s", 2),
    MEMORY("MiB", 0);

    private final String unit;
    private final int decimals;

    Metric(String unit, int decimals) {
        this.unit = unit;
        this.decimals = decimals;
    }

    public String text(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value).replace(',', ' ') + " " + unit;
    }
}

package fr.cned.partenariats.benchmarks;

import java.util.Locale;

/**
 * The value that a scenario must reach.
 *
 * @param limit the gate
 * @param stretch the better value to aim at; equal to the limit when there is none
 */
public record Gate(Metric metric, Kind kind, double limit, double stretch) {

    /** How the two sides of a round become one number. */
    public enum Kind {
        RATIO_AT_LEAST,
        RATIO_AT_MOST,
        /** Ours minus baseline. */
        ADDED_AT_MOST,
        /** Ours alone. */
        OURS_AT_MOST,
        /** Ours divided by the larger of 3 × baseline and baseline + 5. */
        TAIL_AT_MOST,
        /** Ours alone, without a limit. */
        SHOWN
    }

    private static final double TAIL_FACTOR = 3;
    private static final double TAIL_ADDED = 5;

    public static Gate ratioAtLeast(Metric metric, double limit, double stretch) {
        return new Gate(metric, Kind.RATIO_AT_LEAST, limit, stretch);
    }

    public static Gate ratioAtMost(Metric metric, double limit, double stretch) {
        return new Gate(metric, Kind.RATIO_AT_MOST, limit, stretch);
    }

    public static Gate addedAtMost(Metric metric, double limit) {
        return new Gate(metric, Kind.ADDED_AT_MOST, limit, limit);
    }

    public static Gate oursAtMost(Metric metric, double limit) {
        return new Gate(metric, Kind.OURS_AT_MOST, limit, limit);
    }

    public static Gate tailAtMost(Metric metric) {
        return new Gate(metric, Kind.TAIL_AT_MOST, 1, 1);
    }

    public static Gate shown(Metric metric) {
        return new Gate(metric, Kind.SHOWN, Double.NaN, Double.NaN);
    }

    boolean needsBaseline() {
        return kind != Kind.OURS_AT_MOST && kind != Kind.SHOWN;
    }

    double score(double ours, double baseline) {
        return switch (kind) {
            case RATIO_AT_LEAST, RATIO_AT_MOST -> ours / baseline;
            case ADDED_AT_MOST -> ours - baseline;
            case OURS_AT_MOST, SHOWN -> ours;
            case TAIL_AT_MOST -> ours / Math.max(TAIL_FACTOR * baseline, baseline + TAIL_ADDED);
        };
    }

    /** The word for the report. */
    String met(double score) {
        if (Double.isNaN(limit)) {
            return "–";
        }
        if (stretch != limit && isWithin(score, stretch)) {
            return "stretch";
        }
        return isWithin(score, limit) ? "yes" : "no";
    }

    private boolean isWithin(double score, double bound) {
        return kind == Kind.RATIO_AT_LEAST ? score >= bound : score <= bound;
    }

    /** The gate with the stretch in brackets. */
    String text() {
        return switch (kind) {
            case SHOWN -> "–";
            case TAIL_AT_MOST -> "≤ max(3 ×, + 5 ms)";
            case ADDED_AT_MOST -> "+ ≤ " + metric.text(limit);
            case OURS_AT_MOST -> "≤ " + metric.text(limit);
            case RATIO_AT_LEAST, RATIO_AT_MOST ->
                (kind == Kind.RATIO_AT_LEAST ? "≥ " : "≤ ")
                        + number(limit)
                        + (stretch == limit ? "" : " (" + number(stretch) + ")");
        };
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

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
        /** Ours alone. */
        OURS_AT_LEAST,
        /** Ours alone. */
        OURS_AT_MOST,
        /** Ours divided by the larger of 3 × baseline and baseline + 5. */
        TAIL_AT_MOST
    }

    private static final double TAIL_FACTOR = 3;
    private static final double TAIL_ADDED = 5;

    public static Gate ratioAtLeast(Metric metric, double limit, double stretch) {
        return new Gate(metric, Kind.RATIO_AT_LEAST, limit, stretch);
    }

    public static Gate ratioAtMost(Metric metric, double limit, double stretch) {
        return new Gate(metric, Kind.RATIO_AT_MOST, limit, stretch);
    }

    public static Gate oursAtLeast(Metric metric, double limit) {
        return new Gate(metric, Kind.OURS_AT_LEAST, limit, limit);
    }

    public static Gate oursAtMost(Metric metric, double limit) {
        return new Gate(metric, Kind.OURS_AT_MOST, limit, limit);
    }

    public static Gate tailAtMost(Metric metric) {
        return new Gate(metric, Kind.TAIL_AT_MOST, 1, 1);
    }

    boolean needsBaseline() {
        return kind != Kind.OURS_AT_MOST && kind != Kind.OURS_AT_LEAST;
    }

    double score(double ours, double baseline) {
        return switch (kind) {
            case RATIO_AT_LEAST, RATIO_AT_MOST -> ours / baseline;
            case OURS_AT_LEAST, OURS_AT_MOST -> ours;
            case TAIL_AT_MOST -> ours / Math.max(TAIL_FACTOR * baseline, baseline + TAIL_ADDED);
        };
    }

    /** The word for the report. */
    String met(double score) {
        if (stretch != limit && isWithin(score, stretch)) {
            return "stretch";
        }
        return isWithin(score, limit) ? "yes" : "no";
    }

    private boolean isWithin(double score, double bound) {
        return isFloor() ? score >= bound : score <= bound;
    }

    /** The gate with the stretch in brackets. */
    String text() {
        return switch (kind) {
            case TAIL_AT_MOST -> "≤ max(3 ×, + 5 ms)";
            case OURS_AT_LEAST, OURS_AT_MOST -> sign() + metric.text(limit);
            case RATIO_AT_LEAST, RATIO_AT_MOST ->
                sign() + number(limit) + (stretch == limit ? "" : " (" + number(stretch) + ")");
        };
    }

    private boolean isFloor() {
        return kind == Kind.RATIO_AT_LEAST || kind == Kind.OURS_AT_LEAST;
    }

    private String sign() {
        return isFloor() ? "≥ " : "≤ ";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

package fr.cned.partenariats.benchmarks;

import java.util.List;

/** One comparison of the platform with something else. Each of its gates is a row of the report. */
public interface Scenario {

    /** The name on the command line and in the report. */
    String name();

    /** What is measured, for the report. */
    String what();

    /** What the platform runs. */
    String ours();

    /** What it is compared with; empty when it is compared with nothing. */
    default String baseline() {
        return "";
    }

    List<Gate> gates();

    /** Limits of the comparison that a reader must know, for the report. */
    default String remarks() {
        return "";
    }

    /**
     * The servers that our side loads. Scenarios in a row with the same group share a warm-up: all but the first have a
     * third of it.
     */
    default String group() {
        return name();
    }

    /** Whether the baseline is a JVM, too, which needs as much warm-up as ours. */
    default boolean isBaselineJvm() {
        return false;
    }

    /** More rounds would take long and add little. */
    default int mostRounds() {
        return Integer.MAX_VALUE;
    }

    /** Whether warm-up and length of the rounds matter. A start or the memory at rest has none. */
    default boolean isLoad() {
        return true;
    }

    /** Starts what both sides need. */
    Sides start(Bench bench);
}

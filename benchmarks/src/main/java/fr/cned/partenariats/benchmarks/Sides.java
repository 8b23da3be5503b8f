package fr.cned.partenariats.benchmarks;

/** The two sides of a scenario that has started. The rounds alternate between them. */
public interface Sides extends AutoCloseable {

    Measurement ours(Round round);

    /** Not called when no gate of the scenario needs a baseline. */
    default Measurement baseline(Round round) {
        throw new IllegalStateException("The gates need no baseline.");
    }

    /** Ends what the scenario has started. */
    @Override
    default void close() {}
}

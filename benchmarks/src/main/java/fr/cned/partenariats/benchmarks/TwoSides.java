package fr.cned.partenariats.benchmarks;

import java.util.function.Function;

/** Two sides from functions. */
public record TwoSides(Function<Round, Measurement> first, Function<Round, Measurement> second, Runnable end)
        implements Sides {

    @Override
    public Measurement ours(Round round) {
        return first.apply(round);
    }

    @Override
    public Measurement baseline(Round round) {
        return second.apply(round);
    }

    @Override
    public void close() {
        end.run();
    }
}

package fr.cned.partenariats.benchmarks;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The command line of {@code ./run benchmarks}.
 *
 * @param names the scenarios to run; empty for all
 * @param length of each round
 * @param warmUp the load before the first round
 * @param quick checks that the scenarios work; the figures mean nothing and are not written to the docs
 */
public record Arguments(List<String> names, int rounds, Duration length, Duration warmUp, boolean quick) {

    static final String USAGE =
            "Use ./run benchmarks [NAME…] [--rounds 5] [--seconds 20] [--warm-up 60] [--quick] [--list].";

    private static final int QUICK_ROUNDS = 1;
    private static final int QUICK_SECONDS = 1;
    private static final int ROUNDS = 5;
    private static final int SECONDS = 20;
    private static final int WARM_UP_SECONDS = 60;

    static Arguments of(List<String> line) {
        boolean quick = line.contains("--quick");
        int rounds = quick ? QUICK_ROUNDS : ROUNDS;
        int seconds = quick ? QUICK_SECONDS : SECONDS;
        int warmUp = quick ? QUICK_SECONDS : WARM_UP_SECONDS;
        List<String> names = new ArrayList<>();
        for (Iterator<String> rest = line.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            switch (argument) {
                case "--rounds" -> rounds = number(argument, rest);
                case "--seconds" -> seconds = number(argument, rest);
                case "--warm-up" -> warmUp = number(argument, rest);
                case "--quick" -> {}
                default -> {
                    if (argument.startsWith("-")) {
                        throw new PlatformFailure("Unknown option " + argument + ". " + USAGE);
                    }
                    names.add(argument);
                }
            }
        }
        return new Arguments(
                List.copyOf(names), rounds, Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp), quick);
    }

    private static int number(String option, Iterator<String> rest) {
        String text = rest.hasNext() ? rest.next() : "";
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // reported below, with the option
        }
        throw new PlatformFailure("%s needs a number above 0, not \"%s\". %s".formatted(option, text, USAGE));
    }

    /** The chosen scenarios, in the order of the report. */
    List<Scenario> choose(List<Scenario> known) {
        List<String> knownNames = known.stream().map(Scenario::name).toList();
        for (String name : names) {
            if (!knownNames.contains(name)) {
                throw new PlatformFailure(
                        "There is no benchmark %s. Use one of %s.".formatted(name, String.join(", ", knownNames)));
            }
        }
        return known.stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
    }
}

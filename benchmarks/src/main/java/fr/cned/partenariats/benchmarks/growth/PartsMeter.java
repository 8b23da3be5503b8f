package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.process.CpuMeter;
import fr.cned.partenariats.local.LocalPlatform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures the processor time of each part of a platform, and of the load generator. */
final class PartsMeter {

    private static final String GENERATOR = "generator";
    private static final double MICROS = 1e6;
    private static final double NEARLY_ALL = 0.9;

    private final Map<String, CpuMeter> meters = new LinkedHashMap<>();
    private final long began = System.nanoTime();

    PartsMeter(LocalPlatform platform) {
        platform.parts()
                .forEach((name, part) -> meters.put(
                        name,
                        CpuMeter.start(List.of(CpuMeter.process(part.process().pid())))));
        // The parts are children of this process, too. The generator has ended when its time is read.
        meters.put(GENERATOR, CpuMeter.ofThisProcess());
    }

    /** The seconds of each part since the start. */
    Use read() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        meters.forEach((name, meter) -> seconds.put(name, meter.used().toNanos() / 1e9));
        return new Use(seconds, (System.nanoTime() - began) / 1e9);
    }

    /**
     * What the parts used.
     *
     * @param seconds of processor time by part
     */
    record Use(Map<String, Double> seconds, double elapsed) {

        static final Use NOTHING = new Use(Map.of(), 0);

        /** Both together. */
        Use and(Use other) {
            Map<String, Double> both = new LinkedHashMap<>(seconds);
            other.seconds.forEach((part, more) -> both.merge(part, more, Double::sum));
            return new Use(both, elapsed + other.elapsed);
        }

        /** What the parts used beyond their use without load. */
        Use beyond(Use rest) {
            if (rest.elapsed == 0) {
                return this;
            }
            Map<String, Double> more = new LinkedHashMap<>();
            seconds.forEach((part, used) ->
                    more.put(part, Math.max(0, used - rest.seconds.getOrDefault(part, 0.0) * elapsed / rest.elapsed)));
            return new Use(more, elapsed);
        }

        /** The seconds of all parts of the platform. */
        double ofPlatform() {
            return seconds.entrySet().stream()
                    .filter(part -> !part.getKey().equals(GENERATOR))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
        }

        /** Processor time per request of each part, most first. */
        String perRequest(long requests) {
            return seconds.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .map(part -> String.format(
                            Locale.ROOT, "%s %.0f µs", part.getKey(), part.getValue() * MICROS / requests))
                    .collect(Collectors.joining(", "));
        }

        /** The processor when nearly all of its time is used, with the part that uses most; else what waits. */
        String bottleneck() {
            int cores = Runtime.getRuntime().availableProcessors();
            double share =
                    seconds.values().stream().mapToDouble(Double::doubleValue).sum() / (elapsed * cores);
            String most = seconds.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse("");
            return String.format(
                    Locale.ROOT,
                    share > NEARLY_ALL
                            ? "the processor (%.0f %% of %d cores used, most by %s)"
                            : "not the processor (%.0f %% of %d cores used, most by %s)",
                    share * 100,
                    cores,
                    most);
        }
    }
}

package fr.cned.partenariats.benchmarks.process;

import fr.cned.partenariats.local.LocalPlatform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures the processor time of each part of a platform, and of the load generator. */
public final class PartsMeter {

    private static final String GENERATOR = "generator";
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;
    private static final double NEARLY_ALL = 0.9;

    private final Map<String, CpuMeter> meters = new LinkedHashMap<>();
    private final long began = System.nanoTime();

    public PartsMeter(LocalPlatform platform) {
        platform.parts()
                .forEach((name, part) -> meters.put(
                        name,
                        CpuMeter.start(List.of(CpuMeter.process(part.process().pid())))));
        // The parts are children of this process, too. The generator has ended when its time is read.
        meters.put(GENERATOR, CpuMeter.ofThisProcess());
    }

    /** What the parts used since the start. */
    public Use read() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        meters.forEach((name, meter) -> seconds.put(name, meter.used().toNanos() / NANOS));
        return new Use(seconds, (System.nanoTime() - began) / NANOS);
    }

    /**
     * What the parts used.
     *
     * @param seconds of processor time by part
     */
    public record Use(Map<String, Double> seconds, double elapsed) {

        public static final Use NOTHING = new Use(Map.of(), 0);

        /** Both together. */
        public Use and(Use other) {
            Map<String, Double> both = new LinkedHashMap<>(seconds);
            other.seconds.forEach((part, more) -> both.merge(part, more, Double::sum));
            return new Use(both, elapsed + other.elapsed);
        }

        /** What the parts used beyond their use without load. */
        public Use beyond(Use rest) {
            Map<String, Double> more = new LinkedHashMap<>();
            seconds.forEach((part, used) ->
                    more.put(part, Math.max(0, used - rest.seconds.getOrDefault(part, 0.0) * elapsed / rest.elapsed)));
            return new Use(more, elapsed);
        }

        /** Processor time of all parts of the platform per request, in microseconds. */
        public double microsOfPlatform(long requests) {
            return (sum() - seconds.getOrDefault(GENERATOR, 0.0)) * MICROS / requests;
        }

        /** Processor time per request of each part, most first. */
        public String perRequest(long requests) {
            return seconds.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .map(part -> String.format(
                            Locale.ROOT, "%s %.0f µs", part.getKey(), part.getValue() * MICROS / requests))
                    .collect(Collectors.joining(", "));
        }

        /** The processor when nearly all of its time is used, with the part that uses most; else what waits. */
        public String bottleneck() {
            int cores = Runtime.getRuntime().availableProcessors();
            double share = sum() / (elapsed * cores);
            String most = seconds.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse("");
            return String.format(
                    Locale.ROOT,
                    "%s (%.0f %% of %d cores used, most by %s)",
                    share > NEARLY_ALL ? "the processor" : "not the processor",
                    share * 100,
                    cores,
                    most);
        }

        private double sum() {
            return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }
}

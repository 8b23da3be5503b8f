package fr.cned.partenariats.benchmarks.simulation;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a simulated load met. The counts are of the whole run, the others of the time after the warm-up.
 *
 * @param unanswered requests in work or in a queue at the end
 * @param perSecond stored registrations and answered reads
 * @param latencies of all requests, in microseconds
 * @param registrations latencies of registrations
 * @param batch registrations per transaction
 * @param busy the used share of the cores by part, from 0 to 1; of a shared machine under "machine"
 */
record Outcome(
        long arrived,
        long done,
        long refused,
        long unanswered,
        double perSecond,
        Histogram latencies,
        Histogram registrations,
        double batch,
        Map<String, Double> busy) {

    private static final double MICROS_PER_MILLI = 1_000;

    double p50() {
        return latencies.getValueAtPercentile(50) / MICROS_PER_MILLI;
    }

    double p99() {
        return latencies.getValueAtPercentile(99) / MICROS_PER_MILLI;
    }

    double registrationP99() {
        return registrations.getValueAtPercentile(99) / MICROS_PER_MILLI;
    }

    double busiest() {
        return busy.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    String busiestPart() {
        return busy.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }
}

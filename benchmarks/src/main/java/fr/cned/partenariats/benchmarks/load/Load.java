package fr.cned.partenariats.benchmarks.load;

import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.process.CpuMeter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Sends load to processes and measures what they do with it. */
public final class Load {

    private static final double NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_SECOND = 1_000_000;

    private final Generator generator;
    private final Wrk wrk;

    public Load(Path folder) {
        this.generator = new Generator(folder);
        this.wrk = new Wrk(folder);
    }

    /**
     * Highest throughput, in a closed loop, and processor time per request. When the generator's core is too busy to
     * find the highest throughput, the rate is what the measured processes would reach with a full core of their own.
     *
     * @param measured the processes whose processor time counts, with their children
     */
    public Measurement throughput(LoadPlan plan, Collection<ProcessHandle> measured) {
        CpuMeter meter = CpuMeter.start(measured);
        Wrk.Result result = wrk.run(plan);
        double cpu = meter.used().toNanos() / NANOS_PER_MICRO / result.count();
        boolean isLimited = meter.busy() > Measurement.BUSIEST_GENERATOR;
        double rate = isLimited ? Math.max(result.rate(), MICROS_PER_SECOND / cpu) : result.rate();
        return new Measurement(Map.of(Metric.RATE, rate, Metric.CPU, cpu), 0);
    }

    /** Latency at a constant rate, in an open loop. */
    public Measurement latency(LoadPlan plan, double rate) {
        CpuMeter meter = CpuMeter.start(List.of());
        LoadResult result = generator.run(plan.atRate(rate)).requireSuccess();
        return new Measurement(Map.of(Metric.P50, result.p50(), Metric.P99, result.p99()), meter.busy());
    }
}

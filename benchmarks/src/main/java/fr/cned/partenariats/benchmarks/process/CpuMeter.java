package fr.cned.partenariats.benchmarks.process;

import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Measures the processor time of processes, with their children, from /proc. */
public final class CpuMeter {

    /** The kernel counts in hundredths of a second for all architectures that we support. */
    private static final double MICROS_PER_TICK = 10_000;

    private static final int USER_TIME = 11; // fields after the name of the program
    private static final int SYSTEM_TIME = 12;
    private static final int ENDED_CHILDREN_USER_TIME = 13;
    private static final int ENDED_CHILDREN_SYSTEM_TIME = 14;

    private final Collection<ManagedProcess> processes;
    private final Map<String, Long> before = new HashMap<>();
    private final long began = System.nanoTime();

    /** Starts to measure. */
    public CpuMeter(Collection<ManagedProcess> processes) {
        this.processes = processes;
        processes.forEach(process -> before.put(process.name(), ticks(process)));
    }

    /** The user and system time since the start in microseconds, by the name of the process. */
    public Map<String, Double> micros() {
        Map<String, Double> used = new HashMap<>();
        processes.forEach(process ->
                used.put(process.name(), (ticks(process) - before.getOrDefault(process.name(), 0L)) * MICROS_PER_TICK));
        return used;
    }

    public double totalMicros() {
        return micros().values().stream().mapToDouble(Double::doubleValue).sum();
    }

    public double elapsedSeconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    private static long ticks(ManagedProcess process) {
        ProcessHandle handle = ProcessHandle.of(process.pid())
                .orElseThrow(() -> new PlatformFailure(process.name() + " has ended during the measurement."));
        return Stream.concat(Stream.of(handle), handle.descendants())
                .mapToLong(CpuMeter::ticks)
                .sum();
    }

    private static long ticks(ProcessHandle process) {
        try {
            return ticksOf(Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")));
        } catch (IOException e) {
            return 0; // a child has ended; its parent has its time
        }
    }

    /** @param stat /proc/PID/stat; the name of the program in it may contain spaces and brackets */
    static long ticksOf(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TIME])
                + Long.parseLong(fields[SYSTEM_TIME])
                + Long.parseLong(fields[ENDED_CHILDREN_USER_TIME])
                + Long.parseLong(fields[ENDED_CHILDREN_SYSTEM_TIME]);
    }
}

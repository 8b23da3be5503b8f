package fr.cned.partenariats.benchmarks.process;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Measures the processor time of processes, with their children, and how busy a core is, from /proc. */
public final class CpuMeter {

    /** The kernel counts in hundredths of a second for all architectures that we support. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int USER_TIME = 11; // fields after the name of the program
    private static final int SYSTEM_TIME = 12;
    private static final int ENDED_CHILDREN_USER_TIME = 13;
    private static final int ENDED_CHILDREN_SYSTEM_TIME = 14;
    private static final int IDLE = 4; // fields of /proc/stat
    private static final int WAITING = 5;
    private static final int LAST = 8;

    private final List<ProcessHandle> processes;
    private final boolean withChildren;
    private final int core;
    private final long cpuBefore;
    private final long[] coreBefore;

    private CpuMeter(Collection<ProcessHandle> processes, boolean withChildren) {
        this.processes = List.copyOf(processes);
        this.withChildren = withChildren;
        this.core = Cores.GENERATOR;
        this.cpuBefore = cpuTicks();
        this.coreBefore = core(core);
    }

    /** Starts to measure processes, and the core of the generator. */
    public static CpuMeter start(Collection<ProcessHandle> processes) {
        return new CpuMeter(processes, true);
    }

    /** Starts to measure this process and its children that end before the reading, without those that go on. */
    public static CpuMeter ofThisProcess() {
        return new CpuMeter(List.of(ProcessHandle.current()), false);
    }

    public static ProcessHandle process(long pid) {
        return ProcessHandle.of(pid)
                .orElseThrow(() -> new PlatformFailure("The process " + pid + " has ended during the measurement."));
    }

    /** The user and system time of the processes since the start. */
    public Duration used() {
        return Duration.ofNanos((cpuTicks() - cpuBefore) * NANOS_PER_TICK);
    }

    /** The part of the time in which the generator's core was not idle, from 0 to 1. */
    public double busy() {
        long[] now = core(core);
        long all = now[0] - coreBefore[0];
        return all == 0 ? 0 : (double) (now[1] - coreBefore[1]) / all;
    }

    static List<ProcessHandle> withChildren(Collection<ProcessHandle> processes) {
        return processes.stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .toList();
    }

    private long cpuTicks() {
        return (withChildren ? withChildren(processes) : processes)
                .stream().mapToLong(CpuMeter::ticks).sum();
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

    /** All and busy ticks of a core. */
    private static long[] core(int core) {
        try {
            return coreOf(core, Files.readAllLines(Path.of("/proc/stat")));
        } catch (IOException e) {
            throw new PlatformFailure("/proc/stat cannot be read: the benchmarks need Linux.", e);
        }
    }

    static long[] coreOf(int core, List<String> stat) {
        for (String line : stat) {
            String[] fields = line.split(" +", -1);
            if (fields[0].equals("cpu" + core)) {
                long all = 0;
                for (int i = 1; i <= LAST; i++) {
                    all += Long.parseLong(fields[i]);
                }
                return new long[] {all, all - Long.parseLong(fields[IDLE]) - Long.parseLong(fields[WAITING])};
            }
        }
        throw new PlatformFailure("This machine has no core %d: the benchmarks need two cores.".formatted(core));
    }
}

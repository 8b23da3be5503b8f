package fr.cned.partenariats.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Pins processes: what is measured to core 0, the load generator and what it needs to core 1. */
public final class Cores {

    public static final int SERVER = 0;
    public static final int GENERATOR = 1;

    private Cores() {}

    /** The command line, pinned to a core. */
    public static List<String> pinned(int core, List<String> line) {
        List<String> pinned = new ArrayList<>(List.of(Programs.require("taskset"), "-c", Integer.toString(core)));
        pinned.addAll(line);
        return pinned;
    }

    /** Pins running processes with all their threads and children. */
    public static void pin(int core, Collection<ProcessHandle> processes) {
        move(Integer.toString(core), processes);
    }

    /** Lets processes run on all cores again. */
    public static void release(Collection<ProcessHandle> processes) {
        move("0-" + (Runtime.getRuntime().availableProcessors() - 1), processes);
    }

    private static void move(String cores, Collection<ProcessHandle> processes) {
        String taskset = Programs.require("taskset");
        for (ProcessHandle process : CpuMeter.withChildren(processes)) {
            if (process.isAlive()) {
                Programs.output(Path.of("."), List.of(taskset, "-a", "-p", "-c", cores, Long.toString(process.pid())));
            }
        }
    }
}

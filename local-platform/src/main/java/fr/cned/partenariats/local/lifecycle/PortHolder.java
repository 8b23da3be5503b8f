package fr.cned.partenariats.local.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names the process that has a TCP port, on Linux and as far as this user may see it. */
final class PortHolder {

    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;

    private PortHolder() {}

    /** The process with its working folder, which is that of the part when the process is one of a platform. */
    static String of(int port) {
        Set<String> sockets = sockets(port);
        return ProcessHandle.allProcesses()
                .filter(process -> !sockets.isEmpty() && hasOneOf(sockets, proc(process, "fd")))
                .findFirst()
                .map(process -> "process %d (%s in %s)"
                        .formatted(process.pid(), process.info().command().orElse("?"), target(proc(process, "cwd"))))
                .orElse("another program");
    }

    /** The open sockets with the local port, as they appear among the open files of a process. */
    private static Set<String> sockets(int port) {
        String suffix = ":%04X".formatted(port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)).stream())
                .map(line -> line.strip().split(" +", -1))
                .filter(columns -> columns.length > INODE && columns[LOCAL_ADDRESS].endsWith(suffix))
                .map(columns -> "socket:[" + columns[INODE] + "]")
                .collect(Collectors.toSet());
    }

    /** Empty where there is no such table, for example on macOS. */
    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean hasOneOf(Set<String> sockets, Path openFiles) {
        try (Stream<Path> files = Files.list(openFiles)) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException e) {
            return false; // a process of another user, or one that has ended
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "?";
        }
    }

    private static Path proc(ProcessHandle process, String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }
}

package fr.cned.partenariats.local.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks and chooses TCP ports of the loopback interface. */
public final class TcpPort {

    private static final Queue<Socket> RESERVED = new ConcurrentLinkedQueue<>();

    private static final Pattern PROCESS = Pattern.compile("pid=(\\d+)");

    private TcpPort() {}

    /**
     * Fails when another program has the port, with that program and the name of the setting to change.
     *
     * @param owner the part that needs the port
     */
    public static void requireFree(int port, String owner, String setting) {
        try {
            bindAndClose(port);
        } catch (IOException e) {
            throw new PlatformFailure(
                    "Port %d, which %s needs, is taken by %s: end that program or choose another port with %s=<port>."
                            .formatted(port, owner, holder(port), setting),
                    e);
        }
    }

    /**
     * The process that has the port, as far as the program ss shows it to this user, with its working folder: that of
     * the part when the process is one of a platform.
     */
    private static String holder(int port) {
        try {
            Process sockets = new ProcessBuilder("ss", "-Hltnp", "sport = :" + port).start();
            Matcher shown = PROCESS.matcher(new String(sockets.getInputStream().readAllBytes(), UTF_8));
            if (shown.find()) {
                long pid = Long.parseLong(shown.group(1));
                return "process %d (%s in %s)"
                        .formatted(
                                pid,
                                ProcessHandle.of(pid)
                                        .flatMap(process -> process.info().command())
                                        .orElse("?"),
                                Files.readSymbolicLink(Path.of("/proc", shown.group(1), "cwd")));
            }
        } catch (IOException e) {
            // there is no ss, or the process has ended
        }
        return "another program";
    }

    /**
     * Chooses a port that no other program has. It is below the ephemeral range, so no outgoing connection and no
     * program that asked for a free port takes it. It stays reserved while this process runs.
     */
    public static int anyFree() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            if (isReserved(port)) {
                return port;
            }
        }
    }

    /**
     * Binds the port without SO_REUSEADDR, so that no two processes choose the same one, and does not listen. With
     * SO_REUSEADDR set afterwards, Linux lets the server listen on the port. Other systems would not.
     */
    private static boolean isReserved(int port) {
        Socket socket = new Socket();
        RESERVED.add(socket);
        try {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setReuseAddress(true);
            if (!System.getProperty("os.name").equals("Linux")) {
                socket.close();
            }
            return true;
        } catch (IOException taken) {
            RESERVED.remove(socket);
            return false;
        }
    }

    private static void bindAndClose(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }

    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

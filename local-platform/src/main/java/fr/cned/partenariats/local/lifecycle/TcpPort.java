package fr.cned.partenariats.local.lifecycle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Checks TCP ports of the loopback interface. */
public final class TcpPort {

    private TcpPort() {}

    /** Fails with the name of the setting to change when another program has the port. */
    public static void requireFree(int port, String owner, String setting) {
        try {
            bindAndClose(port);
        } catch (IOException e) {
            throw new PlatformFailure(
                    "Another program has port %d, which %s needs: end that program or choose another port with %s=<port>."
                            .formatted(port, owner, setting),
                    e);
        }
    }

    /** Below the ephemeral range, so that no outgoing connection takes the port before its server binds it. */
    public static int anyFree() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try {
            bindAndClose(port);
            return true;
        } catch (IOException taken) {
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

package fr.cned.partenariats.commons.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback interface, kept for a server while that is not up. It refuses connections, and the
 * system gives it to nobody else: a port that is merely free may be another server's a moment later.
 */
public final class HeldPort {

    private final int number;
    private Socket holder;

    public HeldPort() {
        holder = bound(0);
        number = holder.getLocalPort();
    }

    public int number() {
        return number;
    }

    /** For the server that it was kept for. */
    public void release() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Again, after that server has gone. */
    public void hold() {
        release();
        holder = bound(number);
    }

    private static Socket bound(int port) {
        try {
            Socket socket = new Socket();
            socket.setReuseAddress(true);
            // Bound, but listening to nobody.
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

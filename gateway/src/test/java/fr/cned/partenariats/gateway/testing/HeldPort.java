package fr.cned.partenariats.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback interface, kept for a server that is not up yet. It refuses connections, and the
 * system gives it to nobody else: a port that is merely free may be another server's a moment later.
 */
final class HeldPort {

    private final Socket holder = new Socket();
    private final int number;

    HeldPort() {
        try {
            holder.setReuseAddress(true);
            // Bound, but listening to nobody.
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            number = holder.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int number() {
        return number;
    }

    void release() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

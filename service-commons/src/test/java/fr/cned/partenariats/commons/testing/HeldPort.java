package fr.cned.partenariats.commons.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback interface, kept for a server of the test that comes and goes. It refuses connections
 * while that is not up, and the system gives it to nobody else: a port that is merely free may be another
 * server's a moment later.
 */
public final class HeldPort {

    /** Bound, but listening to nobody. Linux lets a server that reuses addresses listen beside it. */
    private final Socket holder = new Socket();

    private final int number;

    public HeldPort() {
        try {
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            number = holder.getLocalPort();
            if (!System.getProperty("os.name").equals("Linux")) {
                holder.close(); // merely free, where the server would be refused it
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int number() {
        return number;
    }
}

package fr.cned.partenariats.commons.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Reserves a port of the loopback interface for a server that a test stops and starts. Connections are refused while
 * the server is down, and the system gives the port to no other process.
 */
public final class ReservedPort {

    /** Bound, but not listening. Linux lets a server with SO_REUSEADDR listen on the same port. */
    private final Socket holder = new Socket();

    private final int number;

    public ReservedPort() {
        try {
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            number = holder.getLocalPort();
            if (!System.getProperty("os.name").equals("Linux")) {
                holder.close(); // only free: other systems would refuse the port to the server
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int number() {
        return number;
    }
}

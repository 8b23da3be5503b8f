package fr.cned.partenariats.commons.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reserves a port of the loopback interface for a server that a test stops and starts. Connections are refused while
 * the server is down. No other reservation gets the port, and the system gives it to no program that asks for a free
 * port.
 */
public final class ReservedPort {

    private static final int LOWEST = 10_000;

    /** The ephemeral range begins here. A program that asked for a free port before may bind its port much later. */
    private static final int END = 32_000;

    private final Socket holder;

    public ReservedPort() {
        this(() -> ThreadLocalRandom.current().nextInt(LOWEST, END));
    }

    /** Takes the first candidate that no other socket has. */
    ReservedPort(IntSupplier candidates) {
        Socket bound = null;
        while (bound == null) {
            bound = hold(candidates.getAsInt());
        }
        holder = bound;
    }

    public int number() {
        return holder.getLocalPort();
    }

    /**
     * Binds the port without SO_REUSEADDR, so that two reservations never share a port, and does not listen. With
     * SO_REUSEADDR set afterwards, Linux lets a server with this option listen on the port.
     */
    private static @Nullable Socket hold(int port) {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setReuseAddress(true);
            if (!System.getProperty("os.name").equals("Linux")) {
                socket.close(); // only free: other systems would refuse the port to the server
            }
            return socket;
        } catch (IOException taken) {
            close(socket);
            return null;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

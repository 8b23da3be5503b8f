package fr.cned.partenariats.outage;

import fr.cned.partenariats.commons.testing.ReservedPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Forwards a port. While it is shut, open connections are closed and new ones are refused. */
final class Valve {

    private final int target;
    private final ReservedPort port = new ReservedPort();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket server;

    Valve(int target) {
        this.target = target;
        open();
    }

    int port() {
        return port.number();
    }

    synchronized void open() {
        try {
            ServerSocket opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
            server = opened;
            start(() -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void shut() {
        if (server != null) {
            close(server);
        }
        sockets.forEach(Valve::close);
        sockets.clear();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(service);
                start(() -> pump(client, service));
                start(() -> pump(service, client));
                if (from.isClosed()) { // shut since it accepted this connection
                    close(client);
                    close(service);
                }
            } catch (IOException shutMeanwhile) {
                close(from);
            }
        }
    }

    private void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException broken) {
            // expected when the valve shuts
        } finally {
            close(from);
            close(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "valve");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

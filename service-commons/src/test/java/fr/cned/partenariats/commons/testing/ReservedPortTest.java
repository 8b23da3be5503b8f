package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ReservedPortTest {

    private static final int PROGRAMS = 500;
    private static final int RESERVATIONS = 400;

    private final ReservedPort port = new ReservedPort();

    @Test
    void refusesConnectionsAndOtherServers() {
        assertRefused();
    }

    @Test
    void acceptsItsServerRepeatedly() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (ServerSocket server = listen(port.number(), true);
                    Socket client = connect();
                    Socket accepted = server.accept()) {
                assertThat(client.getPort()).isEqualTo(accepted.getLocalPort());
            }
            assertRefused();
        }
    }

    @Test
    void skipsThePortsOfOtherReservationsAndServers() throws IOException {
        ReservedPort unused = new ReservedPort();
        ReservedPort used = new ReservedPort();
        try (ServerSocket server = listen(used.number(), true)) {
            int free = freePort();
            Iterator<Integer> candidates =
                    List.of(unused.number(), server.getLocalPort(), free).iterator();
            assertThat(new ReservedPort(candidates::next).number()).isEqualTo(free);
        }
    }

    /** Programs ask the system for a free port, close it and bind it later: tests of another module do so. */
    @Test
    void noProgramThatFoundAFreePortBeforeTakesAReservedPort() throws IOException {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            found.add(freePort());
        }
        List<ReservedPort> reserved =
                Stream.generate(ReservedPort::new).limit(RESERVATIONS).toList();
        List<ServerSocket> open = new ArrayList<>();
        try {
            for (int number : found.stream().distinct().toList()) {
                open.add(listen(number, true));
            }
            for (ReservedPort each : reserved) {
                open.add(listen(each.number(), true));
            }
        } finally {
            for (ServerSocket server : open) {
                server.close();
            }
        }
    }

    private void assertRefused() {
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> listen(port.number(), false)).isInstanceOf(BindException.class);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port.number());
    }

    private static int freePort() throws IOException {
        try (ServerSocket server = listen(0, true)) {
            return server.getLocalPort();
        }
    }

    private static ServerSocket listen(int number, boolean reuse) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(reuse);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
        return server;
    }
}

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ReservedPortTest {

    private final ReservedPort port = new ReservedPort();

    @Test
    void refusesConnectionsAndOtherServers() {
        assertRefused();
    }

    @Test
    void acceptsItsServerRepeatedly() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (ServerSocket server = listen(true);
                    Socket client = connect();
                    Socket accepted = server.accept()) {
                assertThat(client.getPort()).isEqualTo(accepted.getLocalPort());
            }
            assertRefused();
        }
    }

    private void assertRefused() {
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> listen(false)).isInstanceOf(BindException.class);
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port.number());
    }

    private ServerSocket listen(boolean reuse) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(reuse);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
        return server;
    }
}

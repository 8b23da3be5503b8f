package fr.cned.partenariats.gateway.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldPortTest {

    private final HeldPort port = new HeldPort();

    @AfterEach
    void release() {
        port.release();
    }

    @Test
    void aHeldPortRefusesConnectionsAndIsNobodyElses() {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port.number()))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(this::listen).isInstanceOf(BindException.class);
    }

    @Test
    void aReleasedPortTakesTheServerThatItWasKeptFor() throws IOException {
        port.release();
        listen();
    }

    private void listen() throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(false);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
        }
    }
}

package fr.cned.partenariats.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StubServerTest {

    private final Vertx vertx = Vertx.vertx();
    private final StubServer server =
            new StubServer(vertx, request -> request.response().end());

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void serverStopsAndRestartsRepeatedly() throws IOException {
        for (int i = 0; i < 100; i++) {
            server.start();
            try (Socket client = connect()) {
                assertThat(client.isConnected()).isTrue();
                server.stop();
                assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            }
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }
}

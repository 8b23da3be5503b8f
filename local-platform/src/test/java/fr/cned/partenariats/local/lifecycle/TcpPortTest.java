package fr.cned.partenariats.local.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class TcpPortTest {

    @Test
    void aPortInUseIsReportedWithTheSettingThatChangesIt() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> TcpPort.requireFree(port, "gateway", "CNED_GATEWAY_PORT"))
                    .isInstanceOf(PlatformFailure.class)
                    .hasMessage("Another program has port " + port + ", which gateway needs: "
                            + "end that program or choose another port with CNED_GATEWAY_PORT=<port>.");
        }
    }

    @Test
    void aFreePortPasses() {
        assertThatCode(() -> TcpPort.requireFree(TcpPort.anyFree(), "gateway", "CNED_GATEWAY_PORT"))
                .doesNotThrowAnyException();
    }
}

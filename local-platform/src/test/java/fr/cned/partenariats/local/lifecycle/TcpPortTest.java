package fr.cned.partenariats.local.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TcpPortTest {

    @Test
    void aPortInUseIsReportedWithTheSettingThatChangesIt() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> TcpPort.requireFree(port, "gateway", "CNED_GATEWAY_PORT"))
                    .isInstanceOf(PlatformFailure.class)
                    .hasMessageMatching("Port " + port + ", which gateway needs, is taken by "
                            + (OS.LINUX.isCurrentOs()
                                    ? "process " + ProcessHandle.current().pid() + " \\(.*java in /.*\\)"
                                    : "another program")
                            + ": end that program or choose another port with CNED_GATEWAY_PORT=<port>.");
        }
    }

    @Test
    void aFreePortPasses() {
        assertThatCode(() -> TcpPort.requireFree(TcpPort.anyFree(), "gateway", "CNED_GATEWAY_PORT"))
                .doesNotThrowAnyException();
    }

    /** Another process that searches a port sees the same as a server without SO_REUSEADDR. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aChosenPortIsFreeForItsServerOnly() throws IOException {
        int port = TcpPort.anyFree();
        assertThat(port).isLessThan(32_768);
        assertThat(TcpPort.answers(port)).isFalse();
        assertThatThrownBy(() -> listen(port, false)).isInstanceOf(BindException.class);
        try (ServerSocket server = listen(port, true)) {
            assertThat(TcpPort.answers(server.getLocalPort())).isTrue();
        }
    }

    private static ServerSocket listen(int port, boolean reuse) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(reuse);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }
}

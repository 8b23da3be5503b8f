package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.jdk.Profile;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import fr.cned.partenariats.local.wiring.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void everySettingHasADefault() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.ports().of(Ports.Port.GATEWAY)).isEqualTo(8080);
        assertThat(settings.profile()).isEqualTo(Profile.SMALL);
        assertThat(settings.jdk()).isEmpty();
        assertThat(settings.demoData()).isEqualTo(DemoSize.FULL);
    }

    @Test
    void theOffsetDoesNotChangeAPortThatIsSet() {
        Settings settings = Settings.of(Map.of("CNED_PORT_OFFSET", "900", "CNED_GATEWAY_PORT", "8888"));

        assertThat(settings.ports().of(Ports.Port.GATEWAY)).isEqualTo(8888);
        assertThat(settings.ports().of(Ports.Port.PARTNER)).isEqualTo(8981);
    }

    /** Outgoing connections take ports from Linux's ephemeral range, which begins at 32768. */
    @Test
    void noTwoPortsOfAnyTwoOffsetsCollide() {
        Map<Integer, String> owners = new HashMap<>();
        for (int offset = 0; offset <= Ports.HIGHEST_OFFSET; offset += Ports.OFFSET_STEP) {
            Ports ports = Settings.of(Map.of("CNED_PORT_OFFSET", Integer.toString(offset)))
                    .ports();
            for (Ports.Port port : Ports.Port.values()) {
                String owner = port + " with offset " + offset;
                assertThat(owners.put(ports.of(port), owner)).as(owner).isNull();
                assertThat(ports.of(port)).as(owner).isLessThan(32_768);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"50", "1000", "-100"})
    void anOffsetThatCouldCollideIsReported(String offset) {
        assertThatThrownBy(() -> Settings.of(Map.of("CNED_PORT_OFFSET", offset)))
                .isInstanceOf(PlatformFailure.class)
                .hasMessageStartingWith("CNED_PORT_OFFSET is \"" + offset + "\": set it to a ");
    }

    @Test
    void profileAndJvmCanBeChosen() {
        Settings settings = Settings.of(Map.of(
                "CNED_PROFILE", "production",
                "CNED_JAVA_HOME", "/somewhere/jdk",
                "CNED_SERVICE_JVM_OPTIONS", "-Dx=1  -Dy=2",
                "CNED_DEMO_DATA", "small"));

        assertThat(settings.profile()).isEqualTo(Profile.PRODUCTION);
        assertThat(settings.jdk()).contains(Path.of("/somewhere/jdk"));
        assertThat(settings.serviceJvmOptions()).containsExactly("-Dx=1", "-Dy=2");
        assertThat(settings.demoData()).isEqualTo(DemoSize.SMALL);
    }

    @Test
    void anUnknownProfileIsReported() {
        assertThatThrownBy(() -> Settings.of(Map.of("CNED_PROFILE", "fast")))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("CNED_PROFILE is \"fast\": set it to one of small, production.");
    }

    @Test
    void anInvalidPortIsReported() {
        assertThatThrownBy(() -> Settings.of(Map.of("CNED_KAFKA_PORT", "http")))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("CNED_KAFKA_PORT is \"http\": set it to a number from 1 to 65535.");
    }

    @Test
    void anUnknownSizeOfTheDemonstrationDataIsReported() {
        assertThatThrownBy(() -> Settings.of(Map.of("CNED_DEMO_DATA", "true")))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("CNED_DEMO_DATA is \"true\": set it to one of none, small, full.");
    }

    @Test
    void twoPartsCannotShareAPort() {
        Ports ports = Settings.of(Map.of("CNED_PORT_OFFSET", "900", "CNED_CATALOG_PORT", "8980"))
                .ports();

        assertThat(ports.of(Ports.Port.GATEWAY)).isEqualTo(8980);
        assertThatThrownBy(() -> ports.requireFree(List.of()))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("Two parts have port 8980: set CNED_GATEWAY_PORT or CNED_CATALOG_PORT to another port.");
    }

    /** The service that ./run leaves out may run already. */
    @Test
    void thePortsOfAServiceThatIsLeftOutMayBeInUse() throws IOException {
        try (ServerSocket service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<Ports.Port, Integer> numbers = new EnumMap<>(Ports.Port.class);
            Ports free = Ports.random();
            for (Ports.Port port : Ports.Port.values()) {
                numbers.put(port, free.of(port));
            }
            numbers.put(Ports.Port.ENROLLMENT, service.getLocalPort());
            Ports ports = new Ports(numbers);

            assertThatThrownBy(() -> ports.requireFree(List.of())).hasMessageContaining("CNED_ENROLLMENT_PORT");
            assertThatCode(() -> ports.requireFree(List.of(ServiceKind.ENROLLMENT)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theHelpNamesEverySetting() {
        assertThat(Settings.help())
                .contains(
                        "CNED_ENROLLMENT_MANAGEMENT_PORT",
                        "CNED_PORT_OFFSET",
                        "CNED_SERVICE_JVM_OPTIONS",
                        "CNED_PROFILE",
                        "CNED_DEMO_DATA");
    }
}

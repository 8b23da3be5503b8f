package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.demo.DemoSize;
import fr.cned.partenariats.local.process.PlatformFailure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void everySettingHasADefault() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.ports().of(Ports.Port.GATEWAY)).isEqualTo(8080);
        assertThat(settings.memory()).isEqualTo(Memory.usual());
        assertThat(settings.jdk()).isEmpty();
        assertThat(settings.demoData()).isEqualTo(DemoSize.FULL);
    }

    @Test
    void aPortThatIsSetIsNotMovedByTheOffset() {
        Settings settings = Settings.of(Map.of("CNED_PORT_OFFSET", "1000", "CNED_GATEWAY_PORT", "8888"));

        assertThat(settings.ports().of(Ports.Port.GATEWAY)).isEqualTo(8888);
        assertThat(settings.ports().of(Ports.Port.PARTNER)).isEqualTo(9081);
    }

    @Test
    void memoryAndJvmCanBeChosen() {
        Settings settings = Settings.of(Map.of(
                "CNED_SERVICE_HEAP", "256",
                "CNED_JAVA_HOME", "/somewhere/jdk",
                "CNED_SERVICE_JVM_OPTIONS", "-Dx=1  -Dy=2",
                "CNED_DEMO_DATA", "small"));

        assertThat(settings.memory().serviceMegabytes()).isEqualTo(256);
        assertThat(settings.jdk()).contains(Path.of("/somewhere/jdk"));
        assertThat(settings.serviceJvmOptions()).containsExactly("-Dx=1", "-Dy=2");
        assertThat(settings.demoData()).isEqualTo(DemoSize.SMALL);
    }

    @Test
    void whatIsNoPortIsReported() {
        assertThatThrownBy(() -> Settings.of(Map.of("CNED_KAFKA_PORT", "http")))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("CNED_KAFKA_PORT is \"http\": it must be a number from 1 to 65535.");
    }

    @Test
    void whatIsNoSizeOfTheDemonstrationDataIsReported() {
        assertThatThrownBy(() -> Settings.of(Map.of("CNED_DEMO_DATA", "true")))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("CNED_DEMO_DATA is \"true\": it must be full, small or none.");
    }

    @Test
    void twoPartsCannotShareAPort() {
        Ports ports = Settings.of(Map.of("CNED_PORT_OFFSET", "9000", "CNED_CATALOG_PORT", "17080"))
                .ports();

        assertThat(ports.of(Ports.Port.GATEWAY)).isEqualTo(17_080);
        assertThatThrownBy(ports::requireFree)
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("Port 17080 is given to two parts: set CNED_GATEWAY_PORT or CNED_CATALOG_PORT to another.");
    }

    @Test
    void theHelpNamesEverySetting() {
        assertThat(Settings.help())
                .contains(
                        "CNED_ENROLLMENT_MANAGEMENT_PORT", "CNED_PORT_OFFSET", "CNED_KEYCLOAK_HEAP", "CNED_DEMO_DATA");
    }
}

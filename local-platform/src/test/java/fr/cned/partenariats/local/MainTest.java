package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void eachWithoutLeavesOneServiceOut() {
        assertThat(Main.without(List.of("--fresh"))).isEmpty();
        assertThat(Main.without(List.of("--without", "gateway", "--fresh", "--without", "partner-service")))
                .containsExactlyInAnyOrder(ServiceKind.GATEWAY, ServiceKind.PARTNER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "--fresh", ""})
    void withoutRefusesWhatIsNoService(String name) {
        assertThatThrownBy(() -> Main.without(List.of("--without", name)))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage("--without needs the name of a service:"
                        + " partner-service, catalog-service, enrollment-service, gateway.");
        assertThatThrownBy(() -> Main.without(List.of("--without"))).isInstanceOf(PlatformFailure.class);
    }
}

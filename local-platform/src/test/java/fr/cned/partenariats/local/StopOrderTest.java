package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StopOrderTest {

    @Test
    void aPartStopsBeforeThePartsThatItUses() {
        assertThat(Stream.of("kafka", "keycloak", "enrollment-service-2", "partner-service", "gateway")
                        .sorted(Comparator.comparingInt(StopOrder::of)))
                .containsExactly("gateway", "enrollment-service-2", "partner-service", "kafka", "keycloak");
    }
}

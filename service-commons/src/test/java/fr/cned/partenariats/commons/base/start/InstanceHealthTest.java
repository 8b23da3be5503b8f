package fr.cned.partenariats.commons.base.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceHealthTest {

    private static Map<String, Object> data(Optional<String> commit) {
        return new InstanceHealth("1.2.3", commit).call().getData().orElseThrow();
    }

    @Test
    void theCommitIsBehindTheVersion() {
        assertThat(data(Optional.of("0123abc"))).containsEntry("version", "1.2.3+0123abc");
    }

    @Test
    void withoutACommitTheVersionStandsAlone() {
        assertThat(data(Optional.empty())).containsEntry("version", "1.2.3").containsKey("startedAt");
    }
}

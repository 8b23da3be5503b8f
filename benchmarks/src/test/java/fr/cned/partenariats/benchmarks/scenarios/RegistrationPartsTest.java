package fr.cned.partenariats.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegistrationPartsTest {

    private static final String METRICS = """
            # TYPE registrations_batch_size histogram
            registrations_batch_size_bucket{le="10.0",} 4.0
            registrations_batch_size_count 12.0
            registrations_batch_size_sum{service="enrollment",} 96.0
            """;

    @Test
    void theValueIsTheLastWordOfTheLineOfThatMetric() {
        assertThat(RegistrationParts.value("registrations_batch_size_count", METRICS))
                .isEqualTo(12);
        assertThat(RegistrationParts.value("registrations_batch_size_sum", METRICS))
                .isEqualTo(96);
        assertThat(RegistrationParts.value("registrations_waiting", METRICS)).isZero();
    }
}

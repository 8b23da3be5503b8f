package fr.cned.partenariats.local.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class PlatformFailureTest {

    @Test
    void aFullDiskIsExplainedWithoutAStackTrace() {
        UncheckedIOException full =
                new UncheckedIOException(new IOException(".local/kafka/server.properties: No space left on device"));

        assertThat(PlatformFailure.isExplained(full)).isTrue();
        assertThat(PlatformFailure.sentence(full))
                .isEqualTo("The disk is full: free space and start again. The data of the platform are in .local"
                        + " (.local/kafka/server.properties: No space left on device).");
        assertThat(PlatformFailure.sentence(new PlatformFailure("Kafka could not be started.", full)))
                .startsWith("The disk is full");
    }

    @Test
    void theSentenceOfTheFirstPlatformFailureIsShown() {
        PlatformFailure failure = new PlatformFailure("Choose another port.", new IOException("in use"));

        assertThat(PlatformFailure.isExplained(failure)).isTrue();
        assertThat(PlatformFailure.sentence(new IllegalStateException(failure))).isEqualTo("Choose another port.");
    }

    @Test
    void anyOtherFailureIsShownAsItIs() {
        IllegalStateException other = new IllegalStateException();

        assertThat(PlatformFailure.isExplained(other)).isFalse();
        assertThat(PlatformFailure.sentence(other)).isEqualTo("java.lang.IllegalStateException");
    }
}

package fr.cned.partenariats.commons.http.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpooledExportTest {

    private static final int PART = 10_000;
    private static final int PARTS = 1_000;
    private static final int LEAVES_AFTER = 20;

    private final SpooledExport exports = new SpooledExport(new CurrentVertxRequest());
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();

    @Test
    void aWholeDocumentIsSent() throws IOException {
        exports.send(file -> file.write(new byte[PART]), target, () -> false);
        assertThat(target.size()).isEqualTo(PART);
    }

    @Test
    void nothingIsSentOfADocumentThatFails() {
        assertThatThrownBy(() -> exports.send(
                        file -> {
                            file.write(new byte[PART]);
                            throw new IllegalStateException("the database is gone");
                        },
                        target,
                        () -> false))
                .hasMessage("the database is gone");
        assertThat(target.size()).isZero();
    }

    @Test
    void theWritingEndsWhenTheCallerHasLeft() throws IOException {
        for (int i = 0; i < 3; i++) { // more than may be written at once: each has given its place back
            AtomicInteger written = new AtomicInteger();
            exports.send(
                    file -> {
                        while (written.get() < PARTS) {
                            file.write(new byte[PART]);
                            written.incrementAndGet();
                        }
                    },
                    target,
                    () -> written.get() == LEAVES_AFTER);
            assertThat(written).hasValue(LEAVES_AFTER);
        }
        assertThat(target.size()).isZero();
    }
}

package fr.cned.partenariats.local;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.AuditCheck.Anchor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCheckTest {

    private static final String LINE = "{\"message\":\"audit chain position=%d hash=%s\"}";

    @TempDir
    Path directory;

    @Test
    void theLastAnchorOfTheLogIsUsed() throws IOException {
        Path log = Files.write(
                directory.resolve("service.log"),
                List.of(
                        LINE.formatted(7, "a".repeat(64)),
                        "{\"message\":\"something else\"}",
                        LINE.formatted(12, "b".repeat(64)),
                        LINE.formatted(13, "short")));

        assertThat(AuditCheck.lastAnchor(log)).isEqualTo(new Anchor(12, "b".repeat(64)));
    }

    @Test
    void aMissingLogHasNoAnchor() {
        assertThat(AuditCheck.lastAnchor(directory.resolve("none.log"))).isEqualTo(new Anchor(0, ""));
    }
}

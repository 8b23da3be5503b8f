package fr.cned.partenariats.local.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedArchiveTest {

    private static final String SENTENCE = "The archive is damaged: delete it.";

    @TempDir
    Path cache;

    private final AtomicInteger prepared = new AtomicInteger();

    @Test
    void anArchiveIsUnpackedAndPreparedOnce() throws IOException {
        Path folder = unpack(tar());
        unpack(tar());

        assertThat(folder.resolve("bin/program")).isExecutable().hasContent("run");
        assertThat(folder.resolve("notes")).isRegularFile();
        assertThat(Files.isExecutable(folder.resolve("notes"))).isFalse();
        assertThat(prepared).hasValue(1);
    }

    @Test
    void anIncompleteFolderIsUnpackedAgain() throws IOException {
        Files.createDirectories(cache.resolve("parts.incomplete/bin"));
        Files.writeString(cache.resolve("parts.incomplete/bin/program"), "ha");

        assertThat(archive().isMissing()).isTrue();
        assertThat(unpack(tar()).resolve("bin/program")).hasContent("run");
        assertThat(archive().isMissing()).isFalse();
    }

    @Test
    void aTruncatedDownloadIsReportedAndLeavesNothingBehind() throws IOException {
        byte[] truncated = Arrays.copyOf(tar(), 700);

        assertThatThrownBy(() -> unpack(truncated))
                .isInstanceOf(PlatformFailure.class)
                .hasMessage(SENTENCE);
        assertThat(cache.resolve("parts")).doesNotExist();
    }

    @Test
    void anArchiveCannotWriteOutsideOfItsFolder() throws IOException {
        byte[] hostile = tar("../elsewhere");

        assertThatThrownBy(() -> unpack(hostile)).isInstanceOf(PlatformFailure.class);
        assertThat(cache.resolve("elsewhere")).doesNotExist();
    }

    private Path unpack(byte[] tar) {
        return archive().unpack(() -> new ByteArrayInputStream(tar), folder -> prepared.incrementAndGet());
    }

    private UnpackedArchive archive() {
        return new UnpackedArchive(cache, "parts", SENTENCE);
    }

    private static byte[] tar(String... furtherNames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, "bin/program", "run", 0755);
            add(tar, "notes", "n".repeat(2000), 0644);
            for (String name : furtherNames) {
                add(tar, name, "x", 0644);
            }
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, String content, int mode) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}

package fr.cned.partenariats.commons.changelog.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.changelog.audit.AuditArchiveFile.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of the audit trail shows each change of it. */
class AuditArchiveFileTest {

    private static final Header HEADER = new Header("parking", 3, 41, "0a".repeat(32));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeThreeEntries() throws IOException {
        file = folder.resolve("audit.jsonl.gz");
        AuditArchiveFile.write(file, HEADER, sink -> {
            String hash = HEADER.previousHash();
            for (long position = 41; position < 44; position++) {
                ArchivedEntry entry = entry(position, entry(position, "").hashAfter(hash));
                sink.write(entry);
                hash = entry.hash();
            }
        });
    }

    private static ArchivedEntry entry(long position, String hash) {
        return new ArchivedEntry(
                position,
                hash,
                position * 2,
                "2026-09-01T08:00:00.000001",
                "portal",
                "jane",
                List.of("warden"),
                null,
                "updateSpace",
                "space",
                "s1",
                null,
                1L,
                List.of("label"),
                null);
    }

    private String text() throws IOException {
        try (GZIPInputStream bytes = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void rewrite(String text) throws IOException {
        try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(file))) {
            bytes.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String verdict() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int exit = VerifyAuditArchive.run(List.of(file), new PrintStream(printed, true, StandardCharsets.UTF_8));
        String verdict = printed.toString(StandardCharsets.UTF_8);
        assertThat(exit).as(verdict).isEqualTo(verdict.contains("BROKEN") ? 1 : 0);
        return verdict;
    }

    @Test
    void aMissingFileIsNamed() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(VerifyAuditArchive.run(List.of(folder.resolve("audit-none")), out))
                .isEqualTo(1);
        assertThat(VerifyAuditArchive.run(List.of(), out)).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("There is no file " + folder.resolve("audit-none"), "Name the files");
    }

    @Test
    void anUntouchedFileIsWhole() {
        assertThat(verdict()).contains("whole, parking positions 41 to 43");
        assertThat(folder).isDirectoryContaining("glob:**/audit.jsonl.gz").isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @CsvSource({
        "portal, somebody, the entry at position 41",
        "\"revisionAfter\":1, \"revisionAfter\":2, the entry at position 41",
        "\"subject\", \"tenant\":\"x\"|\"subject\", the entry at position 41",
        "0a0a0a, 0b0a0a, the entry at position 41",
        "\"client\":\"portal\"|, '', no entry after position 40"
    })
    void aChangedValueIsFound(String value, String other, String fault) throws IOException {
        String former = value.replace("|", ",");
        assertThat(text()).contains(former);
        rewrite(text().replace(former, other.replace("|", ",")));
        assertThat(verdict()).contains("BROKEN").contains(fault);
    }

    @Test
    void aDeletedLineIsFound() throws IOException {
        List<String> lines = Arrays.asList(text().split("\n", -1));
        rewrite(String.join("\n", lines.get(0), lines.get(1), lines.get(3)));
        assertThat(verdict()).contains("position 42 is missing");
        rewrite(String.join("\n", lines.subList(1, 4)));
        assertThat(verdict()).contains("the first line is no header");
        rewrite("null\n" + String.join("\n", lines.subList(1, 4)));
        assertThat(verdict()).contains("the first line is no header");
    }

    /** The end of a file is in {@code audit_partition}, not in the file. */
    @Test
    void aCutEndIsAnotherEnd() throws IOException {
        var whole = AuditArchiveFile.verify(file);
        rewrite(text().lines().limit(3).reduce("", (text, line) -> text + line + '\n'));
        var cut = AuditArchiveFile.verify(file);
        assertThat(cut.lastPosition()).isEqualTo(42);
        assertThat(cut.lastHash()).isNotEqualTo(whole.lastHash());
        assertThat(cut.sha256()).isNotEqualTo(whole.sha256());
    }

    @Test
    void aTruncatedFileIsFound() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
        assertThat(verdict()).contains("BROKEN");
    }

    @Test
    void aFileThatFailsKeepsItsUnfinishedName() {
        Path other = folder.resolve("other.jsonl.gz");
        assertThatThrownBy(() -> AuditArchiveFile.write(other, HEADER, sink -> sink.write(entry(41, "00"))))
                .isInstanceOf(AuditArchiveFile.BrokenArchive.class);
        assertThat(other).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P90D", "P4M", "P13M", "P1Y", "P3M6D"})
    void aPeriodOfNinetyDaysIsAllowed(String keep) {
        AuditArchive.checkPeriod(Period.parse(keep));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P89D", "P3M", "P0D", "P-1Y"})
    void aShorterPeriodIsRefused(String keep) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditArchive.checkPeriod(Period.parse(keep)))
                .withMessageContaining("commons.audit.keep");
    }
}

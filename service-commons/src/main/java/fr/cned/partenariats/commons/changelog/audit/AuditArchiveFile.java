package fr.cned.partenariats.commons.changelog.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import fr.cned.partenariats.commons.base.Sha256;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A compressed file of JSON lines: a {@link Header}, then the entries of one partition of the audit trail in the order of
 * the chain. The file appears under its name when it is complete and on disk.
 */
final class AuditArchiveFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AuditArchiveFile() {}

    /** @param previousHash the hash before the first entry; empty for the beginning of the chain */
    record Header(String service, int partition, long firstPosition, String previousHash) {
        Header {
            Objects.requireNonNull(service);
            HexFormat.of().parseHex(previousHash);
        }
    }

    /** What a verified file contains. */
    record Content(Header header, long lastPosition, String lastHash, String sha256) {
        long entries() {
            return lastPosition - header.firstPosition() + 1;
        }

        boolean continues(Content before) {
            return header.service().equals(before.header.service())
                    && header.firstPosition() == before.lastPosition + 1
                    && header.previousHash().equals(before.lastHash);
        }
    }

    /** The file does not have the chain that it claims to have. */
    static final class BrokenArchive extends IOException {
        private static final long serialVersionUID = 1;

        BrokenArchive(Path file, String fault, @Nullable Exception cause) {
            super(file + ": " + fault, cause);
        }
    }

    @FunctionalInterface
    interface Entries {
        void writeTo(Sink sink) throws IOException;
    }

    @FunctionalInterface
    interface Sink {
        void write(ArchivedEntry entry) throws IOException;
    }

    /** Writes and verifies the file under another name first. */
    static Content write(Path file, Header header, Entries entries) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        String written = writeLines(unfinished, header, entries);
        Content content = verify(unfinished);
        if (!content.sha256().equals(written)) {
            throw new BrokenArchive(unfinished, "the file has other bytes than were written: check its disk", null);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
        return content;
    }

    private static String writeLines(Path file, Header header, Entries entries) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                GZIPOutputStream compressed =
                        new GZIPOutputStream(new DigestOutputStream(Channels.newOutputStream(channel), digest));
                BufferedWriter lines =
                        new BufferedWriter(new OutputStreamWriter(compressed, StandardCharsets.UTF_8), 1 << 16)) {
            lines.write(JSON.writeValueAsString(header) + '\n');
            entries.writeTo(entry -> lines.write(JSON.writeValueAsString(entry) + '\n'));
            lines.flush();
            compressed.finish();
            channel.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Reads the file to its end, recomputes its chain and fails at the first line that does not fit. */
    static Content verify(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(bytes, 1 << 16), StandardCharsets.UTF_8), 1 << 16);
            Header header = read(file, Header.class, lines.readLine(), "the first line is no header");
            long position = header.firstPosition() - 1;
            String hash = header.previousHash();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ArchivedEntry entry = read(file, ArchivedEntry.class, line, "no entry after position " + position);
                position++;
                if (entry.position() != position) {
                    throw new BrokenArchive(file, "position " + position + " is missing", null);
                }
                if (!entry.hash().equals(entry.hashAfter(hash))) {
                    throw new BrokenArchive(file, "the entry at position " + position + " was changed", null);
                }
                hash = entry.hash();
            }
            bytes.transferTo(OutputStream.nullOutputStream());
            return new Content(header, position, hash, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static <T> T read(Path file, Class<T> type, @Nullable String line, String fault) throws BrokenArchive {
        try {
            return Objects.requireNonNull(JSON.readValue(line == null ? "" : line, type));
        } catch (JsonProcessingException | NullPointerException e) {
            throw new BrokenArchive(file, fault, e);
        }
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

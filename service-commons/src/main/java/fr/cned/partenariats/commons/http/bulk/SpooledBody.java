package fr.cned.partenariats.commons.http.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A whole request body in a temporary file. The file has no name any more, so a killed process leaves none. */
final class SpooledBody {

    private final FileChannel file;

    private SpooledBody(FileChannel file) {
        this.file = file;
    }

    /** Blocks until the body has arrived. The HTTP server limits its bytes. */
    static SpooledBody read(InputStream body) throws IOException {
        Path path = Files.createTempFile("body", null);
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Files.delete(path);
            body.transferTo(Channels.newOutputStream(file));
            file.position(0);
        } catch (IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
        return new SpooledBody(file);
    }

    InputStream stream() {
        return Channels.newInputStream(file);
    }

    void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

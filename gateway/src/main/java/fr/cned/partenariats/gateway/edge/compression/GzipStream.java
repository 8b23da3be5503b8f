package fr.cned.partenariats.gateway.edge.compression;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Compresses a response body while it streams. The caller must {@link #close} it, also after a failure. */
public final class GzipStream implements ReadStream<Buffer>, AutoCloseable {

    private final ReadStream<Buffer> source;
    private final Runnable onClose;
    private final Collector compressed = new Collector();
    private final Gzip gzip;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private boolean closed;

    GzipStream(ReadStream<Buffer> source, int level, Runnable onClose) {
        this.source = source;
        this.onClose = onClose;
        try {
            this.gzip = new Gzip(compressed, level);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        source.pause();
        source.handler(this::compress);
        source.endHandler(this::finish);
    }

    private void compress(Buffer plain) {
        if (closed) {
            return;
        }
        try {
            gzip.write(plain.getBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        emit();
    }

    private void finish(@Nullable Void unused) {
        if (closed) {
            return;
        }
        try {
            gzip.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        emit();
        close();
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void emit() {
        Buffer bytes = compressed.take();
        if (bytes.length() > 0 && handler != null) {
            handler.handle(bytes);
        }
    }

    /** Frees the memory of the compressor. Bytes that arrive later are ignored. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            gzip.free();
            onClose.run();
        }
    }

    @Override
    public GzipStream handler(@Nullable Handler<Buffer> next) {
        handler = next;
        return this;
    }

    @Override
    public GzipStream endHandler(@Nullable Handler<Void> next) {
        endHandler = next;
        return this;
    }

    @Override
    public GzipStream exceptionHandler(@Nullable Handler<Throwable> next) {
        source.exceptionHandler(next);
        return this;
    }

    @Override
    public GzipStream pause() {
        source.pause();
        return this;
    }

    @Override
    public GzipStream resume() {
        source.resume();
        return this;
    }

    /** One buffer of the source gives at most one compressed buffer, and none while the compressor collects. */
    @Override
    public GzipStream fetch(long amount) {
        source.fetch(amount);
        return this;
    }

    private static final class Gzip extends GZIPOutputStream {

        private static final int BUFFER = 8 * 1024;

        Gzip(OutputStream out, int level) throws IOException {
            super(out, BUFFER);
            def.setLevel(level);
        }

        void free() {
            def.end();
        }
    }

    private static final class Collector extends OutputStream {

        private Buffer bytes = Buffer.buffer();

        @Override
        public void write(int single) {
            bytes.appendByte((byte) single);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.appendBytes(from, offset, length);
        }

        Buffer take() {
            Buffer taken = bytes;
            bytes = Buffer.buffer();
            return taken;
        }
    }
}

package fr.cned.partenariats.commons.http.bulk;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.SERVICE_BUSY;

import fr.cned.partenariats.commons.base.problem.Refusal;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Sends a large document through a temporary file: a slow caller would hold a connection to the database. Few documents
 * are written at once; others wait, then are refused. The writing ends when the caller has left.
 */
@ApplicationScoped
public class SpooledExport {

    /** A document takes a connection, a thread and processor time while it is written. */
    private static final int WRITTEN_AT_ONCE = 2;

    private static final int RETRY_AFTER_SECONDS = 5;

    private final CurrentVertxRequest current;
    private final Semaphore places = new Semaphore(WRITTEN_AT_ONCE);

    SpooledExport(CurrentVertxRequest current) {
        this.current = current;
    }

    /** Sends nothing before the whole document is written. */
    public void send(StreamingOutput document, OutputStream target) throws IOException {
        HttpServerResponse answer = current.getCurrent().response();
        send(document, target, answer::closed);
    }

    void send(StreamingOutput document, OutputStream target, BooleanSupplier hasLeft) throws IOException {
        try (FileChannel file = FileChannel.open(
                Files.createTempFile("export", null),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            if (write(document, file, hasLeft)) {
                file.position(0);
                Channels.newInputStream(file).transferTo(target);
            }
        }
    }

    /** Returns false when the caller has left. */
    private boolean write(StreamingOutput document, FileChannel file, BooleanSupplier hasLeft) throws IOException {
        acquirePlace();
        try {
            OutputStream spool = new BufferedOutputStream(new WatchingStream(Channels.newOutputStream(file), hasLeft));
            document.write(spool);
            spool.flush();
            return true;
        } catch (CallerHasLeft nobodyReadsTheAnswer) {
            return false;
        } finally {
            places.release();
        }
    }

    private void acquirePlace() {
        try {
            if (places.tryAcquire(RETRY_AFTER_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Refusal.of(SERVICE_BUSY).retryAfterSeconds(RETRY_AFTER_SECONDS);
    }

    /** Behind a buffer: it looks for the caller once for each full buffer. */
    private static final class WatchingStream extends FilterOutputStream {

        private final BooleanSupplier hasLeft;

        WatchingStream(OutputStream file, BooleanSupplier hasLeft) {
            super(file);
            this.hasLeft = hasLeft;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (hasLeft.getAsBoolean()) {
                throw new CallerHasLeft();
            }
            out.write(bytes, from, length);
        }
    }

    private static final class CallerHasLeft extends RuntimeException {

        CallerHasLeft() {
            super("the caller has left", null, false, false);
        }
    }
}

package fr.cned.partenariats.gateway.body;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request body while it arrives: its bytes and chunks are counted, for a chunked body does not say its length,
 * and it is timed, so that a slow client is cut off and is not taken for a slow service.
 */
public final class GuardedBody implements ReadStream<Buffer> {

    /** What a client may do wrong with a body. */
    public enum Fault {
        TOO_LARGE,
        TOO_SLOW,
        CHUNKS_TOO_SMALL
    }

    /** Each chunk costs as much as many bytes, so their number is bounded by the bytes that came in them. */
    private static final int CHUNKS_ALLOWED = 1_000;

    private static final int FEWEST_BYTES_PER_CHUNK = 16;

    private final Vertx vertx;
    private final HttpServerRequest source;
    private final long maxBytes;
    private final boolean chunked;
    private final long timer;
    private long received;
    private long chunks;
    private @Nullable Fault fault;
    private @Nullable Handler<Throwable> onFailure;
    private @Nullable Runnable onEnd;

    public GuardedBody(Vertx vertx, HttpServerRequest source, long maxBytes, Duration timeout) {
        this.vertx = vertx;
        this.source = source;
        this.maxBytes = maxBytes;
        this.chunked = RequestBody.isChunked(source);
        this.timer = vertx.setTimer(timeout.toMillis(), late -> fail(Fault.TOO_SLOW));
    }

    /** Reads the whole body into memory. Fails when the client is at fault or has hung up. */
    public Future<Buffer> whole() {
        Promise<Buffer> promise = Promise.promise();
        Buffer bytes = Buffer.buffer();
        exceptionHandler(promise::tryFail);
        handler(bytes::appendBuffer);
        endHandler(end -> promise.tryComplete(bytes));
        resume();
        return promise.future().onComplete(read -> close());
    }

    /** Runs the action once the whole body has arrived. */
    public void whenEnded(Runnable action) {
        onEnd = action;
    }

    /** What the client did wrong with this body, if anything. */
    public @Nullable Fault fault() {
        return fault;
    }

    /** To be called when the exchange is over, however it ended. */
    public void close() {
        vertx.cancelTimer(timer);
    }

    @Override
    public GuardedBody handler(@Nullable Handler<Buffer> handler) {
        source.handler(handler == null ? null : bytes -> pass(bytes, handler));
        return this;
    }

    @Override
    public GuardedBody endHandler(@Nullable Handler<Void> handler) {
        source.endHandler(
                handler == null
                        ? null
                        : nothing -> {
                            close();
                            if (onEnd != null) {
                                onEnd.run();
                            }
                            handler.handle(null);
                        });
        return this;
    }

    @Override
    public GuardedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = handler;
        source.exceptionHandler(handler);
        return this;
    }

    @Override
    public GuardedBody pause() {
        source.pause();
        return this;
    }

    @Override
    public GuardedBody resume() {
        if (isWorthReading()) {
            source.resume();
        }
        return this;
    }

    @Override
    public GuardedBody fetch(long amount) {
        if (isWorthReading()) {
            source.fetch(amount);
        }
        return this;
    }

    private boolean isWorthReading() {
        return fault == null || fault == Fault.TOO_LARGE;
    }

    private void pass(Buffer bytes, Handler<Buffer> handler) {
        if (fault != null) {
            return;
        }
        received += bytes.length();
        chunks++;
        if (received > maxBytes) {
            fail(Fault.TOO_LARGE);
        } else if (chunked && chunks > CHUNKS_ALLOWED + received / FEWEST_BYTES_PER_CHUNK) {
            fail(Fault.CHUNKS_TOO_SMALL);
        } else {
            handler.handle(bytes);
        }
    }

    private void fail(Fault reason) {
        close();
        if (fault == null && onFailure != null) {
            fault = reason;
            onFailure.handle(new BodyRefused(reason));
        }
    }

    /** Ends the transfer to the service; the client is told by {@link #fault()}. */
    private static final class BodyRefused extends RuntimeException {

        BodyRefused(Fault reason) {
            super(reason.name(), null, false, false);
        }
    }
}

package fr.cned.partenariats.gateway.edge.body;

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
 * Limits the bytes, the chunks, the duration and the rate of a request body while it arrives. The caller reads {@link #fault()}
 * after a failure: it distinguishes a client's fault from a service's.
 */
public final class LimitedBody implements ReadStream<Buffer> {

    public enum Fault {
        TOO_LARGE,
        TOO_SLOW,
        CHUNKS_TOO_SMALL
    }

    /** Small chunks cost CPU. Above this number, chunks must contain {@link #MIN_BYTES_PER_CHUNK} on average. */
    private static final int FREE_CHUNKS = 1_000;

    private static final int MIN_BYTES_PER_CHUNK = 16;

    private static final int RATE_SECONDS = 5;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerRequest source;
    private final long maxBytes;
    private final boolean chunked;
    private final long timer;
    private final long rateTimer;
    private final long leastBytesPerPeriod;
    private long received;
    private long chunks;
    private long receivedBefore;
    private boolean isPaused;
    private boolean wasPaused;
    private @Nullable Fault fault;
    private @Nullable Handler<Throwable> onFailure;
    private @Nullable Runnable onEnd;

    /** @param leastBytesPerSecond 0: any rate */
    public LimitedBody(
            Vertx vertx, HttpServerRequest source, long maxBytes, long leastBytesPerSecond, Duration timeout) {
        this.vertx = vertx;
        this.source = source;
        this.maxBytes = maxBytes;
        this.chunked = RequestBody.isChunked(source);
        this.leastBytesPerPeriod = leastBytesPerSecond * RATE_SECONDS;
        this.timer = vertx.setTimer(timeout.toMillis(), id -> fail(Fault.TOO_SLOW));
        this.rateTimer =
                leastBytesPerSecond == 0 ? NO_TIMER : vertx.setPeriodic(RATE_SECONDS * 1_000L, id -> checkRate());
    }

    /** Reads the whole body into memory. Fails if the client exceeds a limit or disconnects. */
    public Future<Buffer> readFully() {
        Promise<Buffer> promise = Promise.promise();
        Buffer bytes = Buffer.buffer();
        exceptionHandler(promise::tryFail);
        handler(bytes::appendBuffer);
        endHandler(end -> promise.tryComplete(bytes));
        resume();
        return promise.future().onComplete(read -> close());
    }

    public void whenEnded(Runnable action) {
        onEnd = action;
    }

    public @Nullable Fault fault() {
        return fault;
    }

    /** Cancels the timers. The caller must call this at the end of every request. */
    public void close() {
        vertx.cancelTimer(timer);
        vertx.cancelTimer(rateTimer);
    }

    @Override
    public LimitedBody handler(@Nullable Handler<Buffer> handler) {
        source.handler(handler == null ? null : bytes -> pass(bytes, handler));
        return this;
    }

    @Override
    public LimitedBody endHandler(@Nullable Handler<Void> handler) {
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
    public LimitedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = handler;
        source.exceptionHandler(handler);
        return this;
    }

    @Override
    public LimitedBody pause() {
        isPaused = true;
        wasPaused = true;
        source.pause();
        return this;
    }

    @Override
    public LimitedBody resume() {
        isPaused = false;
        if (isReadable()) {
            source.resume();
        }
        return this;
    }

    @Override
    public LimitedBody fetch(long amount) {
        isPaused = false;
        if (isReadable()) {
            source.fetch(amount);
        }
        return this;
    }

    private boolean isReadable() {
        return fault == null || fault == Fault.TOO_LARGE;
    }

    /** A period in which the service did not read says nothing about the client. */
    private void checkRate() {
        if (!wasPaused && received - receivedBefore < leastBytesPerPeriod) {
            fail(Fault.TOO_SLOW);
        }
        receivedBefore = received;
        wasPaused = isPaused;
    }

    private void pass(Buffer bytes, Handler<Buffer> handler) {
        if (fault != null) {
            return;
        }
        received += bytes.length();
        chunks++;
        if (received > maxBytes) {
            fail(Fault.TOO_LARGE);
        } else if (chunked && chunks > FREE_CHUNKS + received / MIN_BYTES_PER_CHUNK) {
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

    /** Aborts the transfer to the service. The response to the client depends on {@link #fault()}. */
    private static final class BodyRefused extends RuntimeException {

        BodyRefused(Fault reason) {
            super(reason.name(), null, false, false);
        }
    }
}

package fr.cned.partenariats.gateway.body;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request body on its way to a service: counted while it streams, for a chunked body does not say its
 * length, and timed, so that a slow client holds no connection for long and is not taken for a slow service.
 */
public final class GuardedBody implements ReadStream<Buffer> {

    /** What a client may do wrong with a body. */
    public enum Fault {
        TOO_LARGE,
        TOO_SLOW
    }

    private final Vertx vertx;
    private final HttpServerRequest source;
    private final long maxBytes;
    private final long timer;
    private long received;
    private @Nullable Fault fault;
    private @Nullable Handler<Throwable> onFailure;
    private @Nullable Runnable onEnd;

    public GuardedBody(Vertx vertx, HttpServerRequest source, long maxBytes, Duration timeout) {
        this.vertx = vertx;
        this.source = source;
        this.maxBytes = maxBytes;
        this.timer = vertx.setTimer(timeout.toMillis(), late -> fail(Fault.TOO_SLOW));
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
        source.resume();
        return this;
    }

    @Override
    public GuardedBody fetch(long amount) {
        source.fetch(amount);
        return this;
    }

    private void pass(Buffer bytes, Handler<Buffer> handler) {
        received += bytes.length();
        if (received > maxBytes) {
            fail(Fault.TOO_LARGE);
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

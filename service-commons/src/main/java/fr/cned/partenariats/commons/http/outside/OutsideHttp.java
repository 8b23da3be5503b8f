package fr.cned.partenariats.commons.http.outside;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks systems outside of the platform. It follows no redirect, and reads at most 16 MiB of an answer. */
public final class OutsideHttp {

    private static final long MOST_BYTES = 16L << 20;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private OutsideHttp() {}

    /** The deadline includes the whole body of the answer, which {@link HttpRequest#timeout} does not. */
    public static HttpResponse<String> send(HttpRequest request, Duration deadline) throws IOException {
        CompletableFuture<HttpResponse<String>> exchange = HTTP.sendAsync(
                request, head -> new Beginning(BodyHandlers.ofString().apply(head)));
        try {
            return exchange.get(deadline.toNanos(), NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("not reached in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            exchange.cancel(true);
        }
    }

    /** Closes the connection after {@link #MOST_BYTES}. The text ends there. */
    private static final class Beginning implements BodySubscriber<String> {

        private final BodySubscriber<String> text;
        private @Nullable Subscription body;
        private long left = MOST_BYTES;

        Beginning(BodySubscriber<String> text) {
            this.text = text;
        }

        @Override
        public CompletionStage<String> getBody() {
            return text.getBody();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            body = subscription;
            text.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            left -= part.stream().mapToLong(ByteBuffer::remaining).sum();
            if (left >= 0) {
                text.onNext(part);
            } else if (body != null) {
                body.cancel();
                text.onComplete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            text.onError(failure);
        }

        @Override
        public void onComplete() {
            text.onComplete();
        }
    }
}

package fr.cned.partenariats.commons.http.outside;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Asks systems outside of the platform. It follows no redirect. */
public final class OutsideHttp {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private OutsideHttp() {}

    /** The deadline includes the whole body of the answer, which {@link HttpRequest#timeout} does not. */
    public static HttpResponse<String> send(HttpRequest request, Duration deadline) throws IOException {
        CompletableFuture<HttpResponse<String>> exchange =
                HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
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
}

package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.webhook.api.DeliveryFault;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one attempt within five seconds. The host name is resolved once, and the connection goes to the address that was
 * checked: a second look-up could give another one. Redirects are not followed.
 */
@ApplicationScoped
class WebhookHttp {

    static final int TIME_LIMIT_MILLIS = 5_000;
    static final int MOST_OF_AN_ANSWER = 64 * 1024;

    static final Map<String, String> HEADERS =
            Map.of("content-type", "application/json", "user-agent", "cned-partenariats");

    private static final int RESOLVERS = 128;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** Finds the addresses of a host. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Vertx vertx;
    private final TargetRules rules;
    private final Resolver resolver;
    private final HttpClient http;
    private final ExecutorService resolvers;

    @Inject
    WebhookHttp(Vertx vertx, TargetRules rules) {
        this(vertx, rules, InetAddress::getAllByName, new HttpClientOptions());
    }

    WebhookHttp(Vertx vertx, TargetRules rules, Resolver resolver, HttpClientOptions options) {
        this.vertx = vertx;
        this.rules = rules;
        this.resolver = resolver;
        this.http = vertx.httpClientBuilder()
                .with(new PoolOptions().setHttp1MaxSize(256)) // without, a receiver gets five requests at a time
                .with(options.setKeepAliveTimeout(5)
                        .setConnectTimeout(TIME_LIMIT_MILLIS)
                        .setDecompressionSupported(false)
                        .setTracingPolicy(TracingPolicy.IGNORE)) // a receiver must not see a traceparent
                .withConnectHandler(connection -> InterimAnswers.ignore((ConnectionBase) connection))
                .build();
        ThreadPoolExecutor threads = (ThreadPoolExecutor) Executors.newFixedThreadPool(RESOLVERS, task -> {
            Thread thread = new Thread(task, "webhook-resolver");
            thread.setDaemon(true);
            return thread;
        });
        threads.setKeepAliveTime(30, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        this.resolvers = threads;
    }

    void stop(@Observes ShutdownEvent event) {
        resolvers.shutdownNow();
    }

    /**
     * @param keptOfAnswer how many bytes of the answer are kept
     * @param whenEnded gets the result and the answer, once and not on the calling thread; it must not block
     */
    void post(
            String url,
            Map<String, String> headers,
            String body,
            int keptOfAnswer,
            BiConsumer<AttemptResult, String> whenEnded) {
        Attempt attempt = new Attempt(URI.create(url), headers, Buffer.buffer(body), keptOfAnswer, whenEnded);
        attempt.startTimer();
        resolvers.execute(attempt::resolveAndConnect);
    }

    private final class Attempt {

        private final URI target;
        private final Map<String, String> headers;
        private final Buffer body;
        private final long began = System.nanoTime();
        private final int keptOfAnswer;
        private final BiConsumer<AttemptResult, String> whenEnded;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicReference<HttpClientRequest> running = new AtomicReference<>();
        private volatile long timer;

        Attempt(
                URI target,
                Map<String, String> headers,
                Buffer body,
                int keptOfAnswer,
                BiConsumer<AttemptResult, String> whenEnded) {
            this.target = target;
            this.headers = headers;
            this.body = body;
            this.keptOfAnswer = keptOfAnswer;
            this.whenEnded = whenEnded;
        }

        private void startTimer() {
            timer = vertx.setTimer(TIME_LIMIT_MILLIS, expired -> fail(DeliveryFault.TIMEOUT));
        }

        private void resolveAndConnect() {
            try {
                InetAddress[] addresses = resolver.resolve(target.getHost());
                for (InetAddress address : addresses) {
                    if (!rules.allows(address)) {
                        refuseAddress();
                        return;
                    }
                }
                if (!ended.get()) {
                    connect(addresses[0]);
                }
            } catch (UnknownHostException e) {
                refuseAddress();
            } catch (RuntimeException e) {
                fail(DeliveryFault.NO_CONNECTION);
            }
        }

        /** The name of the host is used for TLS and in {@code Host}; it is not resolved again. */
        private void connect(InetAddress address) throws UnknownHostException {
            boolean tls = "https".equalsIgnoreCase(target.getScheme());
            int standard = tls ? HTTPS_PORT : HTTP_PORT;
            int port = target.getPort() < 0 ? standard : target.getPort();
            InetAddress pinned = InetAddress.getByAddress(address.getAddress());
            http.request(new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(pinned, port)))
                            .setHost(target.getHost())
                            .setPort(port)
                            .setSsl(tls)
                            .setURI(pathAndQuery())
                            .setFollowRedirects(false))
                    .onSuccess(this::send)
                    .onFailure(failure ->
                            fail(failure instanceof SSLException ? DeliveryFault.TLS : DeliveryFault.NO_CONNECTION));
        }

        private String pathAndQuery() {
            String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
            return target.getRawQuery() == null ? path : path + '?' + target.getRawQuery();
        }

        private void send(HttpClientRequest request) {
            running.set(request);
            if (ended.get()) { // the time is over
                abort();
                return;
            }
            headers.forEach(request::putHeader);
            request.response().onSuccess(this::read).onFailure(failure -> fail(DeliveryFault.BROKEN_ANSWER));
            request.end(body);
        }

        /** The end of the answer or its limit ends the attempt; the status decides. */
        private void read(HttpClientResponse response) {
            int[] length = {0};
            Buffer kept = Buffer.buffer();
            response.exceptionHandler(failure -> fail(DeliveryFault.BROKEN_ANSWER));
            response.handler(part -> {
                length[0] += part.length();
                kept.appendBuffer(part, 0, Math.min(part.length(), keptOfAnswer - kept.length()));
                if (length[0] > MOST_OF_AN_ANSWER) {
                    complete(response, kept);
                    abort();
                }
            });
            response.endHandler(end -> complete(response, kept));
        }

        private void complete(HttpClientResponse response, Buffer kept) {
            if (end()) {
                int status = response.statusCode();
                @Nullable DeliveryFault fault = status >= 200 && status < 300 ? null : DeliveryFault.STATUS;
                whenEnded.accept(
                        new AttemptResult(status, fault, millis(), response.getHeader("Retry-After")), kept.toString());
            }
        }

        /** Without the time of the look-up, which differs between known and unknown names. */
        private void refuseAddress() {
            fail(DeliveryFault.NO_PUBLIC_ADDRESS, 0);
        }

        private void fail(DeliveryFault fault) {
            fail(fault, millis());
        }

        private void fail(DeliveryFault fault, int millis) {
            if (end()) {
                whenEnded.accept(AttemptResult.withoutAnswer(fault, millis), "");
                abort();
            }
        }

        /** Returns false when the attempt has ended already. */
        private boolean end() {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                vertx.cancelTimer(timer);
            }
            return first;
        }

        private int millis() {
            return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        }

        private void abort() {
            HttpClientRequest request = running.get();
            if (request != null) {
                request.connection().close();
            }
        }
    }
}

package fr.cned.partenariats.gateway.edge.proxy;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import jakarta.inject.Singleton;

/**
 * Provides one HTTP client per event loop. A shared client's pool returns connections of any event loop; the two
 * switches between event loops cost more than the rest of the request.
 */
@Singleton
class HttpClientPerEventLoop {

    private static final int MARGIN_SECONDS = 1;

    private final FastThreadLocal<HttpClient> client;

    HttpClientPerEventLoop(GatewayConfig config, Vertx vertx) {
        int idle = (int) config.pool().idle().toSeconds();
        // The idle time counts from the last byte read, so it includes the time in the pool and the request body.
        int maxReadIdle = (int) config.pool()
                        .idle()
                        .plus(config.timeout().importsRequestBody())
                        .plus(config.timeout().importsResponse())
                        .toSeconds()
                + MARGIN_SECONDS;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.timeout().connect().toMillis())
                .setReadIdleTimeout(maxReadIdle)
                .setKeepAliveTimeout(idle);
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(config.pool().size())
                .setMaxWaitQueueSize(config.pool().queue());
        client = new FastThreadLocal<>() {
            @Override
            protected HttpClient initialValue() {
                return vertx.createHttpClient(options, pool);
            }
        };
    }

    HttpClient get() {
        return client.get();
    }
}

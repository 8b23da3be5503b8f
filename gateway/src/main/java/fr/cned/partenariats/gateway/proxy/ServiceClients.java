package fr.cned.partenariats.gateway.proxy;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import jakarta.inject.Singleton;

/**
 * The HTTP client of the current event loop. One for each: the pool of a shared client hands out connections
 * of any event loop, and to wake up another one twice per request costs more than all the rest of it.
 */
@Singleton
class ServiceClients {

    private static final int MARGIN_SECONDS = 1;

    private final FastThreadLocal<HttpClient> ofThisEventLoop;

    ServiceClients(GatewayConfig config, Vertx vertx) {
        int idle = (int) config.pool().idle().toSeconds();
        // Counted from the last byte read, so the time in the pool and that of the request's body belong to it.
        int longestSilence = (int) config.pool()
                        .idle()
                        .plus(config.timeout().importsRequestBody())
                        .plus(config.timeout().importsResponse())
                        .toSeconds()
                + MARGIN_SECONDS;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.timeout().connect().toMillis())
                .setReadIdleTimeout(longestSilence)
                .setKeepAliveTimeout(idle);
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(config.pool().size())
                .setMaxWaitQueueSize(config.pool().queue());
        ofThisEventLoop = new FastThreadLocal<>() {
            @Override
            protected HttpClient initialValue() {
                return vertx.createHttpClient(options, pool);
            }
        };
    }

    HttpClient get() {
        return ofThisEventLoop.get();
    }
}

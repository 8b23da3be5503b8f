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

    private static final int SECONDS_BEYOND_THE_SLOWEST_ANSWER = 5;

    private final FastThreadLocal<HttpClient> ofThisEventLoop;

    ServiceClients(GatewayConfig config, Vertx vertx) {
        int longestSilence = (int) config.timeout().importsResponse().toSeconds() + SECONDS_BEYOND_THE_SLOWEST_ANSWER;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.timeout().connect().toMillis())
                .setReadIdleTimeout(longestSilence)
                .setKeepAliveTimeout(longestSilence);
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

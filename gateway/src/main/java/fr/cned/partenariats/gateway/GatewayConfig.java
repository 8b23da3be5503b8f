package fr.cned.partenariats.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Every setting of the gateway that is its own; those of Quarkus (ports, OIDC, logs) keep their names. */
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {

    /** Where the services are. */
    Services services();

    /** How many requests a client may send. */
    RateLimit rateLimit();

    /** How large a request body may be. */
    BodyLimit bodyLimit();

    /** How long each step of a request may take. */
    Timeout timeout();

    /** Connections kept to each service. */
    Pool pool();

    /** When a service that fails is left alone, and for how long. */
    Circuit circuit();

    /** The verified tokens that are remembered. */
    TokenCache tokenCache();

    /** The page `/docs`. */
    Docs docs();

    interface Services {
        Upstream partner();

        Upstream catalog();

        Upstream enrollment();
    }

    interface Upstream {
        /** Base address of the service: scheme, host and port, without a path. */
        URI url();

        /** Its readiness address, on its management port. */
        URI healthUrl();
    }

    interface RateLimit {
        /** Requests per second that a client (claim `azp` of its token) may send on average. */
        @WithDefault("200")
        int requestsPerSecond();

        /** Requests that a client may send at once after a pause. */
        @WithDefault("400")
        int burst();

        /** Clients that are counted at the same time; beyond it the one seen least is forgotten. */
        @WithDefault("10000")
        int maxClients();
    }

    interface BodyLimit {
        /** Largest request body. */
        @WithDefault("64K")
        MemorySize standard();

        /** Largest request body under `/v1/imports`. */
        @WithDefault("10M")
        MemorySize imports();
    }

    interface Timeout {
        /** To a new connection with the service. */
        @WithDefault("800ms")
        Duration connect();

        /** From the first to the last byte of a request body: for what the client does slowly. */
        @WithDefault("15s")
        Duration requestBody();

        /** From the end of the request to the head of the response: for what the service does slowly. */
        @WithDefault("10s")
        Duration response();

        /** Like request-body, under `/v1/imports`. */
        @WithDefault("120s")
        Duration importsRequestBody();

        /**
         * Like response, under `/v1/imports`. A silence within a response body may be as long as an import with
         * its body, anywhere.
         */
        @WithDefault("60s")
        Duration importsResponse();

        /** To the answer of one service when `/health` asks it. */
        @WithDefault("1s")
        Duration health();
    }

    interface Pool {
        /**
         * Connections that each event loop keeps to each service; there are two event loops for each core. Enough
         * for a burst to wait in the service, which works it off, and not here.
         */
        @WithDefault("256")
        int size();

        /** Requests that may wait for one of these connections; the next one is refused at once. */
        @WithDefault("256")
        int queue();

        /** How long a request may wait for one of these connections. */
        @WithDefault("2s")
        Duration maxWait();

        /** How long a connection that nobody uses is kept. */
        @WithDefault("15s")
        Duration idle();
    }

    interface Circuit {
        /** Requests that fail one after the other before the service is left alone. */
        @WithDefault("5")
        int failures();

        /** How long it is left alone before one request tries again, and that request may take before another does. */
        @WithDefault("1s")
        Duration openFor();
    }

    interface TokenCache {
        /** Longest time that a verified token is not verified again; never beyond its `exp`. */
        @WithDefault("60s")
        Duration ttl();

        /** Tokens remembered at most. */
        @WithDefault("10000")
        int maxEntries();
    }

    interface Docs {
        /** Where a browser logs in. */
        URI authorizationUrl();

        /** Where a browser exchanges its code, or client credentials, for a token. */
        URI tokenUrl();

        /** The public client that the page logs in as. */
        @WithDefault("portal")
        String clientId();
    }
}

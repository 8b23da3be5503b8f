package fr.cned.partenariats.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every setting of the gateway that is its own; those of Quarkus (ports, OIDC, logs) keep their names. */
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {

    /** Where the services are. */
    Services services();

    /** How many requests a caller may send: a client, or one person who uses it. */
    RateLimit rateLimit();

    /** How many requests without a token verified before one address may send. */
    AddressLimit addressLimit();

    /** When an address that sends invalid tokens is locked out, and for how long. */
    Lockout lockout();

    /** How many requests may be in progress at the same time. */
    Concurrency concurrency();

    /** How many connections may be open at the same time. */
    Connections connections();

    /**
     * Addresses or networks (`10.0.0.0/8`) of the proxies in front of the gateway. A request from one of them
     * belongs to the last address in its `X-Forwarded-For` that is not one of them.
     */
    Optional<List<String>> trustedProxies();

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
        /** Requests per second that a caller (claims `azp` and `sub` of its token) may send on average. */
        @WithDefault("200")
        int requestsPerSecond();

        /** Requests that a caller may send at once after a pause. */
        @WithDefault("400")
        int burst();

        /** Callers that are counted at the same time; beyond it the one seen least is forgotten. */
        @WithDefault("10000")
        int maxClients();
    }

    interface AddressLimit {
        /** Requests per second that an address may send on average. */
        @WithDefault("200")
        int requestsPerSecond();

        /** Requests that an address may send at once after a pause. */
        @WithDefault("1000")
        int burst();

        /** Addresses that are counted at the same time; beyond it the one seen least is forgotten. */
        @WithDefault("10000")
        int maxAddresses();
    }

    interface Lockout {
        /** Invalid tokens from one address that lock it out. */
        @WithDefault("100")
        int failures();

        /** The time in which they are counted. */
        @WithDefault("60s")
        Duration within();

        /** How long no unknown token from the address is verified. */
        @WithDefault("30s")
        Duration lasts();
    }

    interface Concurrency {
        /** Requests of one caller. */
        @WithDefault("256")
        int perClient();

        /** Requests from one address. */
        @WithDefault("512")
        int perAddress();

        /** Requests in total. */
        @WithDefault("2048")
        int total();

        /** Imports of one caller. */
        @WithDefault("4")
        int importsPerClient();

        /** Imports in total. */
        @WithDefault("16")
        int importsTotal();
    }

    interface Connections {
        /** Connections from one address; those of a trusted proxy are not counted. */
        @WithDefault("1024")
        int perAddress();

        /** Connections in total. */
        @WithDefault("4096")
        int total();
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

        /** To the end of a request head, from the connection or from the head's first byte. */
        @WithDefault("10s")
        Duration requestHead();

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

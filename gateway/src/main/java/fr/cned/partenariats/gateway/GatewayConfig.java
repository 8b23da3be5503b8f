package fr.cned.partenariats.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The gateway's own settings. Quarkus's settings (ports, OIDC, logs) keep their names. */
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {

    /** The addresses of the services. */
    Services services();

    /** Rate limit per caller (a client, or one person of a shared client) and per partner. */
    RateLimit rateLimit();

    /** Rate limit per address for requests without a remembered token. */
    AddressLimit addressLimit();

    /** When an address that sends invalid tokens is locked out, and for how long. */
    Lockout lockout();

    /** Limits of requests in progress. */
    Concurrency concurrency();

    /** Limits of open connections. */
    Connections connections();

    /**
     * Addresses or networks (`10.0.0.0/8`) of the proxies in front of the gateway. The client of such a proxy is the
     * last address in `X-Forwarded-For` that is not itself a trusted proxy.
     */
    Optional<List<String>> trustedProxies();

    /** Size limits of request bodies. */
    BodyLimit bodyLimit();

    /** Timeouts of the steps of a request. */
    Timeout timeout();

    /** The connection pool of each service. */
    Pool pool();

    /** The circuit breaker of each service. */
    Circuit circuit();

    /** The cache of verified tokens. */
    TokenCache tokenCache();

    /** The clients whose tokens end before they expire. */
    RevokedClients revokedClients();

    /** Pages of other origins that may call the API from a browser. */
    Cors cors();

    /** Compression of answers. */
    Compression compression();

    /** The pages `/docs` and `/app`. */
    Docs docs();

    /** The log of requests to services. */
    AccessLog accessLog();

    /** Reports of refused requests to register. */
    Transmissions transmissions();

    interface Services {
        Upstream partner();

        Upstream catalog();

        Upstream enrollment();
    }

    interface Upstream {
        /** Base address of the service: scheme, host and port, without a path. */
        URI url();

        /** Readiness address of the service, on its management port. */
        URI healthUrl();
    }

    interface RateLimit {
        /** Average requests per second of all callers of a partner. */
        @WithDefault("${gateway.rate-limit.requests-per-second:200}")
        int partnerRequestsPerSecond();

        /** Capacity of a partner's token bucket. */
        @WithDefault("${gateway.rate-limit.burst:400}")
        int partnerBurst();

        /** A request takes one token more for each of these periods of processor time of the service. */
        @WithDefault("5ms")
        Duration costPerToken();

        /** Average requests per second of a caller. */
        @WithDefault("200")
        int requestsPerSecond();

        /** Capacity of a caller's token bucket: the requests that it may send at once after a pause. */
        @WithDefault("400")
        int burst();

        /**
         * Clients that many people share: each person (claim `sub`) is a caller of its own. Any other client (claim
         * `azp`) is one caller.
         */
        @WithDefault("${gateway.docs.client-id:portal}")
        Set<String> sharedClients();

        /**
         * Management addresses of all gateways behind the same address, like `http://gateway-2:9080`. They report to
         * each other which requests they accepted, so that a limit holds for their sum. The gateway's own address may
         * be among them. Without this setting, a limit holds for this gateway alone.
         */
        Optional<List<URI>> peers();

        /** Time between two reports to the peers. */
        @WithDefault("100ms")
        Duration reportEvery();
    }

    interface Transmissions {
        /** Time between two reports to enrollment-service of the requests to register that the gateway refused. */
        @WithDefault("5s")
        Duration reportEvery();
    }

    interface AddressLimit {
        /** Average requests per second of an address. */
        @WithDefault("200")
        int requestsPerSecond();

        /** Capacity of an address's token bucket: the requests that it may send at once after a pause. */
        @WithDefault("1000")
        int burst();
    }

    interface Lockout {
        /** Number of invalid tokens that locks an address out. */
        @WithDefault("100")
        int failures();

        /** Period in which the invalid tokens are counted. */
        @WithDefault("60s")
        Duration within();

        /** Time for which no unknown token from the address is verified. */
        @WithDefault("30s")
        Duration lasts();
    }

    interface Concurrency {
        /** Requests of one partner, or of one caller without a partner. */
        @WithDefault("256")
        int perClient();

        /** Requests from one address. */
        @WithDefault("512")
        int perAddress();

        /** Requests in total. */
        @WithDefault("2048")
        int total();

        /** Imports of one partner, or of one caller without a partner. */
        @WithDefault("4")
        int importsPerClient();

        /** Imports in total. */
        @WithDefault("16")
        int importsTotal();

        /** Exports of one partner, of one caller without a partner, or of one address without a token. */
        @WithDefault("2")
        int exportsPerClient();
    }

    interface Connections {
        /** Connections from one address. Connections from a trusted proxy are not counted. */
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

        /** Least bytes per second of a request body under `/v1/imports`, in each period of five seconds. */
        @WithDefault("8K")
        MemorySize importsPerSecond();
    }

    interface Timeout {
        /** Opening a connection to the service. */
        @WithDefault("800ms")
        Duration connect();

        /** From the connection, or from the first byte of a later request head, to the end of that head. */
        @WithDefault("10s")
        Duration requestHead();

        /** From the first to the last byte of a request body. Limits slow clients. */
        @WithDefault("15s")
        Duration requestBody();

        /** From the end of the request to the head of the response. Limits slow services. */
        @WithDefault("10s")
        Duration response();

        /** Like request-body, under `/v1/imports`. */
        @WithDefault("120s")
        Duration importsRequestBody();

        /**
         * Like response, under `/v1/imports`. A response body, on any path, may pause for as long as
         * imports-request-body plus imports-response.
         */
        @WithDefault("60s")
        Duration importsResponse();

        /** Answer of one service to `/health`. */
        @WithDefault("1s")
        Duration health();
    }

    interface Pool {
        /**
         * Connections that each event loop keeps to each service. There are two event loops per core. The pool is
         * large enough for a burst to queue in the service and not in the gateway.
         */
        @WithDefault("256")
        int size();

        /** Requests that may wait for a connection. Further requests are refused at once. */
        @WithDefault("256")
        int queue();

        /** Time that a request may wait for a connection. */
        @WithDefault("2s")
        Duration maxWait();

        /** Time after which an idle connection is closed. */
        @WithDefault("15s")
        Duration idle();
    }

    interface Circuit {
        /** Consecutive failures that open the circuit. */
        @WithDefault("5")
        int failures();

        /**
         * While the circuit is open, one request per period is sent to the service as a probe. A success closes the
         * circuit, also if it takes longer than the period.
         */
        @WithDefault("1s")
        Duration openFor();
    }

    interface TokenCache {
        /** Time for which a token is not verified again. It ends at the token's `exp` at the latest. */
        @WithDefault("60s")
        Duration ttl();

        /** Maximum number of tokens in the cache. */
        @WithDefault("10000")
        int maxEntries();
    }

    interface RevokedClients {
        /** Time between two readings of the revoked clients from partner-service. */
        @WithDefault("1s")
        Duration readEvery();
    }

    interface Cors {
        /** The origins, such as `https://catalogue.example.org`. Without this setting, no page of another origin. */
        Optional<List<String>> origins();
    }

    interface Compression {
        /** Whether the gateway compresses answers of the catalogue with gzip. */
        @WithDefault("true")
        boolean enabled();

        /** Shortest answer that is compressed. */
        @WithDefault("1K")
        MemorySize minLength();

        /** From 1 (least CPU) to 9 (shortest answer). */
        @WithDefault("4")
        int level();

        /** Answers that are compressed at once. Further answers are sent uncompressed. */
        @WithDefault("64")
        int concurrent();
    }

    interface AccessLog {
        /** Of this many requests without a server error one is logged; 0: none. */
        @WithDefault("100")
        int every();
    }

    interface Docs {
        /** Authorization endpoint of the identity provider, as a browser reaches it. */
        URI authorizationUrl();

        /** Token endpoint of the identity provider, as a browser reaches it. */
        URI tokenUrl();

        /** Address of the identity provider at which a person signs out, as a browser reaches it. */
        URI logoutUrl();

        /** Public OAuth client of the pages. */
        @WithDefault("portal")
        String clientId();
    }

    /** The legal pages of this installation. */
    Legal legal();

    interface Legal {
        /** Where people write to, such as an e-mail address. */
        @WithDefault("Cned, service des partenariats")
        String contact();

        @WithDefault("La directrice générale ou le directeur général du Cned")
        String publicationDirector();

        /** Name and address of the company that hosts the platform. */
        @WithDefault("Cned")
        String host();
    }
}

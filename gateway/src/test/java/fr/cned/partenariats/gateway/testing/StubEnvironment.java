package fr.cned.partenariats.gateway.testing;

import static java.util.stream.Collectors.joining;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import java.util.stream.Stream;

/** The stub services, identity provider and second gateway of a test, each with a real HTTP server. */
public final class StubEnvironment {

    private final Vertx vertx = Vertx.vertx();
    public final StubService partner = new StubService(vertx, "partner");
    public final StubService catalog = new StubService(vertx, "catalog");
    public final StubService enrollment = new StubService(vertx, "enrollment");
    public final StubIdentityProvider identityProvider = new StubIdentityProvider();
    public final StubServer partnerServer = new StubServer(vertx, partner);
    public final StubServer catalogServer = new StubServer(vertx, catalog);
    public final StubServer enrollmentServer = new StubServer(vertx, enrollment);
    public final StubServer identityProviderServer = new StubServer(vertx, identityProvider);
    public final StubPeer peer = new StubPeer();
    public final StubServer peerServer = new StubServer(vertx, peer);

    StubEnvironment() {}

    /** The issuer of valid tokens. */
    public String issuer() {
        return identityProviderServer.url() + StubIdentityProvider.REALM;
    }

    /** Creates tokens that the gateway accepts. */
    public Tokens tokens() {
        return new Tokens(issuer(), identityProvider.key());
    }

    /** A request with a token that the gateway accepts. */
    public RequestSpecification asClient() {
        return RestAssured.given().header("Authorization", "Bearer " + tokens().valid());
    }

    /**
     * The head of such a request, for {@link RawHttp}.
     *
     * @param target method and path
     */
    public String head(String target, String... headers) {
        return headOf(tokens().valid(), target, headers);
    }

    /** A request head with the given token. */
    public String headOf(String token, String target, String... headers) {
        return Stream.concat(
                        Stream.of(target + " HTTP/1.1", "Host: localhost", "Authorization: Bearer " + token),
                        Stream.of(headers))
                .collect(joining("\r\n", "", "\r\n\r\n"));
    }

    void startServices() {
        partnerServer.start();
        catalogServer.start();
        enrollmentServer.start();
        peerServer.start();
    }

    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

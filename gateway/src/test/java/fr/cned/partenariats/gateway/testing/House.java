package fr.cned.partenariats.gateway.testing;

import io.vertx.core.Vertx;

/** What stands around the gateway in a test: three services and an identity provider, all real servers. */
public final class House {

    private final Vertx vertx = Vertx.vertx();
    public final StubService partner = new StubService(vertx, "partner");
    public final StubService catalog = new StubService(vertx, "catalog");
    public final StubService enrollment = new StubService(vertx, "enrollment");
    public final StubIdentityProvider identityProvider = new StubIdentityProvider();
    public final StubServer partnerServer = new StubServer(vertx, partner);
    public final StubServer catalogServer = new StubServer(vertx, catalog);
    public final StubServer enrollmentServer = new StubServer(vertx, enrollment);
    public final StubServer identityProviderServer = new StubServer(vertx, identityProvider);

    House() {}

    /** What a token must name as its issuer. */
    public String issuer() {
        return identityProviderServer.url() + StubIdentityProvider.REALM;
    }

    /** Tokens that the gateway accepts. */
    public Tokens tokens() {
        return new Tokens(issuer(), identityProvider.key());
    }

    void startServices() {
        partnerServer.start();
        catalogServer.start();
        enrollmentServer.start();
    }

    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

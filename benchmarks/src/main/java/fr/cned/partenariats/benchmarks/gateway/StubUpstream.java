package fr.cned.partenariats.benchmarks.gateway;

import fr.cned.partenariats.benchmarks.process.Cores;
import fr.cned.partenariats.benchmarks.process.Nginx;
import java.nio.file.Path;

/**
 * An nginx that plays the services and the identity provider: it answers each request under /v1 with the same 1.2 KB
 * and costs the generator's core little.
 */
final class StubUpstream implements AutoCloseable {

    private static final int BODY_LENGTH = 1_200;

    private final Nginx nginx;

    private StubUpstream(Nginx nginx) {
        this.nginx = nginx;
    }

    static StubUpstream start(Path folder, Issuer issuer) {
        String body = "{\"title\":\"" + "x".repeat(BODY_LENGTH) + "\"}";
        String server = """
                location /v1/ { return 200 '%s'; }
                location /q/health/ready { return 200 '{}'; }
                location = %2$s/keys { return 200 '%3$s'; }
                location = %2$s/.well-known/openid-configuration {
                  return 200 '{"issuer":"http://127.0.0.1:$server_port%2$s","jwks_uri":"http://127.0.0.1:$server_port%2$s/keys","token_endpoint":"http://127.0.0.1:$server_port%2$s/token"}';
                }""".formatted(body, Issuer.REALM, issuer.keys());
        return new StubUpstream(Nginx.start(folder, Cores.GENERATOR, "", server));
    }

    int port() {
        return nginx.port();
    }

    String url() {
        return nginx.url();
    }

    @Override
    public void close() {
        nginx.close();
    }
}

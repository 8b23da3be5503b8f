package fr.cned.partenariats.e2e;

import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.local.lifecycle.TcpPort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The proxy of the profile "two" in front of two gateways, with its settings in local-platform/src/main/docker. */
final class Nginx implements AutoCloseable {

    private static final Path SETTINGS = Path.of("../local-platform/src/main/docker/proxy.conf");
    private static final Duration READY = Duration.ofSeconds(30);
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final URI url;

    private Nginx(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static Nginx start(Path folder, URI first, URI second) throws IOException {
        int port = TcpPort.anyFree();
        Files.writeString(
                folder.resolve("proxy.conf"),
                Files.readString(SETTINGS)
                        .replace("gateway:8080", "127.0.0.1:" + first.getPort())
                        .replace("gateway-2:8080", "127.0.0.1:" + second.getPort())
                        .replace("listen 8080", "listen 127.0.0.1:" + port));
        Path main = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  include %1$s/proxy.conf;
                }
                """.formatted(folder));
        Process process = new ProcessBuilder("nginx", "-p", folder.toString(), "-c", main.toString(), "-e", "error.log")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        await().atMost(READY).until(() -> TcpPort.answers(port));
        return new Nginx(process, URI.create("http://127.0.0.1:" + port));
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

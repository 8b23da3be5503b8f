package fr.cned.partenariats.benchmarks.process;

import fr.cned.partenariats.local.lifecycle.ManagedProcess;
import fr.cned.partenariats.local.lifecycle.TcpPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An nginx on the loopback interface with one process, and its configuration in a folder. */
public record Nginx(ManagedProcess process, int port) implements AutoCloseable {

    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            error_log %1$s/error.log;
            pid %1$s/nginx.pid;
            events { worker_connections 4096; }
            http {
              access_log off;
              default_type application/json;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              sendfile on;
              %2$s
              server {
                listen 127.0.0.1:%3$d;
                keepalive_requests 1000000000;
                %4$s
              }
            }
            """;

    private static final Duration STOP = Duration.ofSeconds(10);

    /** Starts an nginx that answers with files of a folder. */
    public static Nginx files(Path folder, Path root) {
        return start(folder, "", "location / { root %s; }".formatted(root));
    }

    /** Starts an nginx that forwards to another server over connections that stay open. */
    public static Nginx proxy(Path folder, int upstream) {
        return start(
                folder,
                "upstream service { server 127.0.0.1:%d; keepalive 64; keepalive_requests 1000000000; }"
                        .formatted(upstream),
                """
                location / {
                  proxy_pass http://service;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                }""");
    }

    /**
     * @param folder for its configuration and log
     * @param http directives of the http block
     * @param server directives of the server block
     */
    public static Nginx start(Path folder, String http, String server) {
        int port = TcpPort.anyFree();
        Path configuration = folder.resolve("nginx.conf");
        try {
            Files.createDirectories(folder);
            Files.writeString(configuration, CONFIGURATION.formatted(folder, http, port, server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> line = List.of(
                Programs.require("nginx"),
                "-p",
                folder.toString(),
                "-c",
                configuration.toString(),
                "-e",
                folder.resolve("error.log").toString());
        return new Nginx(
                Programs.start(folder.getFileName().toString(), folder, line, Map.of(), () -> TcpPort.answers(port)),
                port);
    }

    @Override
    public void close() {
        process.stop(STOP);
    }
}

package fr.cned.partenariats.benchmarks.process;

import fr.cned.partenariats.local.lifecycle.TcpPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An nginx with one process and its configuration in a temporary folder. */
public final class Nginx {

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

    private Nginx() {}

    /** Starts an nginx that answers with files of a folder. */
    public static Server files(Path folder, int core, Path root) {
        return start(folder, core, "", "location / { root %s; }".formatted(root));
    }

    /** Starts an nginx that forwards to another server over connections that stay open. */
    public static Server proxy(Path folder, int core, int upstream) {
        return start(
                folder,
                core,
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
    public static Server start(Path folder, int core, String http, String server) {
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
        return new Server(
                Programs.start(
                        folder.getFileName().toString(),
                        folder,
                        Cores.pinned(core, line),
                        Map.of(),
                        () -> TcpPort.answers(port)),
                port);
    }
}

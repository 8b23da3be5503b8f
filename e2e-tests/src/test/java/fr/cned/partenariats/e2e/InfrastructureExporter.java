package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.local.LocalPlatform;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the exporters of PostgreSQL and Kafka: answers {@code pg_up} and {@code kafka_brokers} as they do, by a
 * connection that it keeps.
 */
final class InfrastructureExporter implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 3;

    private final LocalPlatform platform;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Admin kafka;
    private @Nullable Connection postgres;

    InfrastructureExporter(LocalPlatform platform) throws IOException {
        this.platform = platform;
        this.kafka = platform.kafka().administration();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        export("/postgres", "pg_up", this::postgresAnswers);
        export("/kafka", "kafka_brokers", this::brokers);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void export(String path, String metric, IntSupplier value) {
        server.createContext(path, exchange -> {
            byte[] page = ("# TYPE " + metric + " gauge\n" + metric + ' ' + value.getAsInt() + '\n').getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
    }

    private synchronized int postgresAnswers() {
        try {
            if (postgres == null) {
                Properties settings = new Properties();
                settings.setProperty("user", "postgres");
                settings.setProperty("password", platform.superuserPassword());
                for (String limit : new String[] {"loginTimeout", "connectTimeout", "socketTimeout"}) {
                    settings.setProperty(limit, Integer.toString(PATIENCE_SECONDS));
                }
                postgres = DriverManager.getConnection(platform.postgres().jdbcUrl("postgres"), settings);
            }
            if (postgres.isValid(PATIENCE_SECONDS)) {
                return 1;
            }
            postgres.close();
        } catch (SQLException down) {
            // the next scrape connects again
        }
        postgres = null;
        return 0;
    }

    private int brokers() {
        try {
            return kafka.describeCluster(
                            new DescribeClusterOptions().timeoutMs((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)))
                    .nodes()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .size();
        } catch (ExecutionException | TimeoutException down) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        kafka.close(Duration.ZERO);
    }
}

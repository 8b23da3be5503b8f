package fr.cned.partenariats.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts and kills the process of a {@link WebhookReceiver}, and reads what it has received. */
final class WebhookReceiverProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port;
    private final Path file;
    private final Path log;
    private @Nullable Process process;

    /** @param folder where the lines and the log of the process go */
    WebhookReceiverProcess(Path folder) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        file = Files.createFile(folder.resolve("received.txt"));
        log = folder.resolve("receiver.log");
    }

    /** A request of a webhook. */
    record Receipt(Instant at, int status, String webhookId, JsonNode body) {

        private static Receipt of(String line) {
            String[] fields = line.split("\t", 4);
            try {
                return new Receipt(
                        Instant.parse(fields[0]), Integer.parseInt(fields[1]), fields[2], JSON.readTree(fields[3]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isAccepted() {
            return status == WebhookReceiver.ACCEPTED;
        }

        String objectId() {
            return body.path("data").path("id").asText();
        }

        long sequence() {
            return body.path("data").path("sequence").asLong();
        }

        /** Object and sequence number. */
        String change() {
            return objectId() + ' ' + sequence();
        }

        Duration sinceChange() {
            return Duration.between(Instant.parse(body.path("timestamp").asText()), at);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + '/';
    }

    /** Creates a webhook while a receiver that does not know its secret yet answers the challenge. */
    <T> T challenged(Supplier<T> creation) throws IOException {
        start("whsec_bm90IGtub3duIHlldA==", false);
        try {
            return creation.get();
        } finally {
            kill();
        }
    }

    /** Starts the receiver again, and waits until it listens. */
    void start(String secret, boolean failing) throws IOException {
        removeCutLine();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        placeOf(WebhookReceiver.class) + File.pathSeparator + placeOf(Webhook.class),
                        WebhookReceiver.class.getName(),
                        Integer.toString(port),
                        secret,
                        file.toString(),
                        Boolean.toString(failing))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        await().atMost(Duration.ofSeconds(60)).until(this::listens);
    }

    private static String placeOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** As {@code kill -9}. */
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** How many requests the receiver has answered, or was about to answer when it was killed. */
    long count() {
        return lines().count();
    }

    List<Receipt> receipts() {
        return lines().map(Receipt::of).toList();
    }

    /** Without a last line that the receiver has not written to its end. */
    private Stream<String> lines() {
        try {
            byte[] written = Files.readAllBytes(file);
            return new String(written, 0, endOfLines(written), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a line that a kill has cut. Its request got no answer, so it comes again. */
    private void removeCutLine() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(endOfLines(Files.readAllBytes(file)));
        }
    }

    private static int endOfLines(byte[] written) {
        int end = written.length;
        while (end > 0 && written[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    @Override
    public void close() {
        kill();
    }
}

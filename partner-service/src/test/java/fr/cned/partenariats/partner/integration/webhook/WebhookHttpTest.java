package fr.cned.partenariats.partner.integration.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.partner.integration.webhook.api.DeliveryFault;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One attempt against real servers on loopback, with names that only the test resolves. */
class WebhookHttpTest {

    private static final String HOST = "receiver.example";
    private static final String PASSWORD = "changeit";

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger lookUps = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private int server(Handler<HttpServerRequest> handler) throws Exception {
        return server(new HttpServerOptions(), handler);
    }

    private int server(HttpServerOptions options, Handler<HttpServerRequest> handler) throws Exception {
        HttpServer server = vertx.createHttpServer(options).requestHandler(request -> {
            requests.add(request);
            handler.handle(request);
        });
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, SECONDS)
                .actualPort();
    }

    private WebhookHttp http(String... addresses) {
        return http(new HttpClientOptions(), addresses);
    }

    private WebhookHttp http(HttpClientOptions options, String... addresses) {
        return new WebhookHttp(
                vertx,
                new TargetRules(true),
                host -> {
                    lookUps.incrementAndGet();
                    if (!host.equals(HOST)) {
                        throw new UnknownHostException(host);
                    }
                    InetAddress[] found = new InetAddress[addresses.length];
                    for (int i = 0; i < addresses.length; i++) {
                        found[i] = InetAddress.getByName(addresses[i]);
                    }
                    return found;
                },
                options);
    }

    private static AttemptResult post(WebhookHttp http, String url) throws Exception {
        CompletableFuture<AttemptResult> result = new CompletableFuture<>();
        http.post(url, Map.of("webhook-id", "1"), "{\"é\":1}", 0, (ended, answer) -> result.complete(ended));
        return result.get(10, SECONDS);
    }

    @Test
    void theRequestGoesToTheCheckedAddressWithTheNameOfTheHost() throws Exception {
        CompletableFuture<Buffer> body = new CompletableFuture<>();
        int port = server(request -> request.bodyHandler(received -> {
            body.complete(received);
            request.response().setStatusCode(204).end();
        }));

        AttemptResult result = post(http("127.0.0.1"), "http://" + HOST + ':' + port + "/hook?key=1");

        assertThat(result.fault()).isNull();
        assertThat(result.status()).isEqualTo(204);
        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).uri()).isEqualTo("/hook?key=1");
        assertThat(requests.get(0).getHeader("host")).isEqualTo(HOST + ':' + port);
        assertThat(requests.get(0).getHeader("webhook-id")).isEqualTo("1");
        assertThat(body.get(1, SECONDS).toString()).isEqualTo("{\"é\":1}");
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void oneForbiddenAddressIsEnoughToRefuse() throws Exception {
        int port = server(request -> request.response().end());
        String url = "http://" + HOST + ':' + port;

        for (String forbidden : List.of("10.0.0.1", "169.254.169.254", "fd00:ec2::254", "64:ff9b::7f00:1")) {
            assertThat(post(http("127.0.0.1", forbidden), url).fault())
                    .as(forbidden)
                    .isEqualTo(DeliveryFault.NO_PUBLIC_ADDRESS);
            assertThat(post(http(forbidden), url).fault()).as(forbidden).isEqualTo(DeliveryFault.NO_PUBLIC_ADDRESS);
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void interimAnswersAreNotTheAnswer() throws Exception {
        String answers = String.join(
                "\r\n",
                "HTTP/1.1 102 Processing",
                "",
                "HTTP/1.1 103 Early Hints",
                "link: </a>",
                "",
                "HTTP/1.1 102 Processing",
                "",
                "HTTP/1.1 204 No Content",
                "",
                "");
        NetServer server =
                vertx.createNetServer().connectHandler(socket -> socket.handler(request -> socket.write(answers)));
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, SECONDS)
                .actualPort();
        WebhookHttp http = http("127.0.0.1");

        for (int i = 0; i < 2; i++) { // the second time on the kept connection
            AttemptResult result = post(http, "http://" + HOST + ':' + port);
            assertThat(result.status()).isEqualTo(204);
            assertThat(result.fault()).isNull();
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        int port = server(request -> request.response()
                .setStatusCode(307)
                .putHeader("location", "/elsewhere")
                .end());

        AttemptResult result = post(http("127.0.0.1"), "http://" + HOST + ':' + port + "/hook");

        assertThat(result.status()).isEqualTo(307);
        assertThat(result.fault()).isEqualTo(DeliveryFault.STATUS);
        assertThat(requests).hasSize(1);
    }

    @Test
    void aStatusOtherThan2xxIsNoSuccess() throws Exception {
        int port = server(request -> request.response()
                .setStatusCode(410)
                .putHeader("Retry-After", "7")
                .end());

        AttemptResult result = post(http("127.0.0.1"), "http://" + HOST + ':' + port);

        assertThat(result.retryAfter()).isEqualTo("7");

        assertThat(result.fault()).isEqualTo(DeliveryFault.STATUS);
        assertThat(result.isGone()).isTrue();
    }

    @Test
    void aReceiverThatDoesNotAnswerEndsAfterFiveSeconds() throws Exception {
        int port = server(request -> {});

        AttemptResult result = post(http("127.0.0.1"), "http://" + HOST + ':' + port);

        assertThat(result.fault()).isEqualTo(DeliveryFault.TIMEOUT);
        assertThat(result.status()).isNull();
        assertThat(result.durationMillis()).isBetween(4_900, 7_000);
    }

    @Test
    void anAnswerThatTricklesEndsAfterFiveSecondsToo() throws Exception {
        int port = server(request -> {
            request.response().setChunked(true).write("a");
            vertx.setPeriodic(200, timer -> request.response().write("a"));
        });

        AttemptResult result = post(http("127.0.0.1"), "http://" + HOST + ':' + port);

        assertThat(result.fault()).isEqualTo(DeliveryFault.TIMEOUT);
    }

    @Test
    void anAnswerIsCutAt64KiB() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        int port = server(request -> {
            request.connection().closeHandler(end -> closed.complete(true));
            request.response().setChunked(true).write(Buffer.buffer(new byte[WebhookHttp.MOST_OF_AN_ANSWER + 1]));
        });

        AttemptResult result = post(http("127.0.0.1"), "http://" + HOST + ':' + port);

        assertThat(result.fault()).isNull();
        assertThat(closed.get(5, SECONDS)).isTrue();
    }

    @Test
    void aConnectionThatBreaksIsABrokenAnswer() throws Exception {
        int port = server(request -> request.connection().close());

        assertThat(post(http("127.0.0.1"), "http://" + HOST + ':' + port).fault())
                .isEqualTo(DeliveryFault.BROKEN_ANSWER);
    }

    @Test
    void nobodyAcceptsConnectionsOrTheNameHasNoAddress() throws Exception {
        assertThat(post(http("127.0.0.1"), "http://" + HOST + ":1").fault()).isEqualTo(DeliveryFault.NO_CONNECTION);
        // the same answer as for a forbidden address: it must not tell which internal names exist
        assertThat(post(http("127.0.0.1"), "http://unknown.example"))
                .isEqualTo(post(http("10.0.0.1"), "http://" + HOST))
                .isEqualTo(AttemptResult.withoutAnswer(DeliveryFault.NO_PUBLIC_ADDRESS, 0));
    }

    @Test
    void theCertificateMustBeTrustedAndNameTheHost(@TempDir Path directory) throws Exception {
        PfxOptions own = certificate(directory.resolve("own"), HOST);
        PfxOptions other = certificate(directory.resolve("other"), "other.example");
        int ownPort = server(
                new HttpServerOptions().setSsl(true).setKeyCertOptions(own),
                request -> request.response().end());
        int otherPort = server(
                new HttpServerOptions().setSsl(true).setKeyCertOptions(other),
                request -> request.response().end());
        WebhookHttp trustsOwn = http(new HttpClientOptions().setTrustOptions(own), "127.0.0.1");
        WebhookHttp trustsOther = http(new HttpClientOptions().setTrustOptions(other), "127.0.0.1");

        assertThat(post(trustsOwn, "https://" + HOST + ':' + ownPort).fault()).isNull();
        assertThat(post(http("127.0.0.1"), "https://" + HOST + ':' + ownPort).fault())
                .isEqualTo(DeliveryFault.TLS);
        assertThat(post(trustsOther, "https://" + HOST + ':' + otherPort).fault())
                .isEqualTo(DeliveryFault.TLS);
    }

    private static PfxOptions certificate(Path file, String host) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        return new PfxOptions().setPath(file.toString()).setPassword(PASSWORD);
    }
}

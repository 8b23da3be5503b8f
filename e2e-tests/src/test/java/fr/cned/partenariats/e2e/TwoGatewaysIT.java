package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.e2e.ApiClient.Response;
import fr.cned.partenariats.local.service.Service;
import fr.cned.partenariats.local.wiring.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two gateways behind one address: a caller that uses both has one limit. */
@Isolated("measures a rate")
class TwoGatewaysIT {

    private static final int BURST = 100;
    private static final int PER_SECOND = 10;
    private static final Pattern REMAINING = Pattern.compile("\"client\";r=([0-9]+);t=[0-9]+");
    private static final Duration SOON = Duration.ofSeconds(60);

    private static Service first;
    private static Service second;

    @BeforeAll
    static void start() {
        Ports firstPorts = Ports.random();
        Ports secondPorts = Ports.random();
        Map<String, String> limits = Map.of(
                "GATEWAY_RATE_LIMIT_BURST", Integer.toString(BURST),
                "GATEWAY_RATE_LIMIT_REQUESTS_PER_SECOND", Integer.toString(PER_SECOND),
                "GATEWAY_RATE_LIMIT_PEERS", managementOf(firstPorts) + "," + managementOf(secondPorts));
        first = Platform.get().startAnother(GATEWAY, firstPorts, limits);
        second = Platform.get().startAnother(GATEWAY, secondPorts, limits);
    }

    @AfterAll
    static void stop() {
        Stream.of(first, second).filter(gateway -> gateway != null).forEach(gateway -> {
            gateway.process().resume();
            gateway.stop();
        });
    }

    /** Each gateway alone would accept more than the limit of both: it gets 200 requests in 8 s, and allows 180. */
    @Test
    void sumOfBothGatewaysStaysWithinTheLimit() {
        String token = Platform.token(Platform.CATALOGUE_APP);
        List<ApiClient> gateways = List.of(new ApiClient(first.url()), new ApiClient(second.url()));
        awaitFullBuckets(gateways, token);
        double firstTold = peerRequests(first);
        double secondTold = peerRequests(second);

        long began = System.nanoTime();
        int accepted = 0;
        for (int i = 0; i < 400; i++) {
            LockSupport.parkNanos(began + i * TimeUnit.MILLISECONDS.toNanos(20) - System.nanoTime());
            Response answer = call(gateways.get(i % 2), token);
            assertThat(answer.status()).isIn(200, 429);
            if (answer.status() == 200) {
                accepted++;
            } else {
                assertThat(answer.headers().get("retry-after")).matches("[1-9][0-9]*");
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;

        double limit = BURST + PER_SECOND * seconds;
        double acceptedByOneGatewayInASecond = 25; // the report of a busy build machine may be late
        assertThat((double) accepted).isBetween((double) BURST, limit + acceptedByOneGatewayInASecond);
        double all = accepted;
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(peerRequests(first) - firstTold + peerRequests(second) - secondTold)
                        .as("each accepted request was reported to the other gateway")
                        .isBetween(all, all + 4));
    }

    @Test
    void gatewayWhosePeerIsAwayAnswersWithinItsOwnLimitAndReportsAgainLater() {
        String token = Platform.token(Platform.PARTNERSHIP_OFFICE);
        ApiClient survivor = new ApiClient(first.url());
        ApiClient restarted = new ApiClient(second.url());
        awaitFullBuckets(List.of(survivor, restarted), token);

        second.process().freeze();
        double lost = metric(first, "gateway_rate_limit_reports_total{result=\"lost\"}");
        for (int i = 0; i < 20; i++) {
            long sent = System.nanoTime();
            assertThat(call(survivor, token).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(5));
        }
        await().atMost(SOON).until(() -> metric(first, "gateway_rate_limit_reports_total{result=\"lost\"}") > lost);
        second.process().resume();
        second.process().kill();
        assertThat(call(survivor, token).status()).isEqualTo(200);

        second.restart();
        awaitFullBuckets(List.of(survivor, restarted), token);
        await("a request to one gateway is missing at the other").atMost(SOON).until(() -> {
            for (int i = 0; i < 30; i++) {
                call(survivor, token);
            }
            return remaining(call(restarted, token)) < BURST - 2;
        });
    }

    private static String managementOf(Ports ports) {
        return "http://localhost:" + ports.managementOf(GATEWAY);
    }

    /** Another test may have sent requests of the same client. */
    private static void awaitFullBuckets(List<ApiClient> gateways, String token) {
        await().atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> gateways.stream().allMatch(gateway -> remaining(call(gateway, token)) >= BURST - 2));
    }

    private static Response call(ApiClient gateway, String token) {
        return gateway.get(token, "/v1/trainings?limit=1");
    }

    private static int remaining(Response answer) {
        Matcher remaining = REMAINING.matcher(answer.headers().getOrDefault("ratelimit", ""));
        assertThat(remaining.matches()).as("%s", answer.headers()).isTrue();
        return Integer.parseInt(remaining.group(1));
    }

    private static double peerRequests(Service gateway) {
        return metric(gateway, "gateway_rate_limit_peer_requests_total");
    }

    private static double metric(Service gateway, String name) {
        return new ApiClient(gateway.managementUrl())
                .get("", "/q/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }
}

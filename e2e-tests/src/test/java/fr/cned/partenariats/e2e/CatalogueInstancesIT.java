package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.local.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two instances of catalog-service answer from memory. */
class CatalogueInstancesIT {

    private static final Duration OLDEST_ANSWER = Duration.ofSeconds(5);
    private static final Duration USUALLY = Duration.ofMillis(500);

    @Test
    void aChangeIsVisibleAtOnceWhereItWasMadeAndWithinHalfASecondElsewhere() {
        String office = Platform.token(Platform.CATALOGUE_OFFICE);
        String training = "/v1/trainings/" + Fixture.with(1, 1).training();
        ApiClient writer = new ApiClient(Platform.get().service(CATALOG).url());
        Service second = Platform.get().startAnother(CATALOG);
        try {
            ApiClient elsewhere = new ApiClient(second.url());
            List<Duration> delays = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                String title = "BTS (changement " + i + ")";
                read(elsewhere, office, training); // so that the answer is in memory before the change

                assertThat(writer.patch(office, training, "{\"title\":\"" + title + "\"}")
                                .status())
                        .isEqualTo(200);
                long changed = System.nanoTime();

                assertThat(read(writer, office, training)).isEqualTo(title);
                await().atMost(OLDEST_ANSWER)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> read(elsewhere, office, training).equals(title));
                delays.add(Duration.ofNanos(System.nanoTime() - changed));
            }
            assertThat(fromMemory(second)).isPositive();
            delays.sort(null);
            assertThat(delays.get(delays.size() / 2)).as("median of %s", delays).isLessThan(USUALLY);
        } finally {
            second.stop();
        }
    }

    private static String read(ApiClient instance, String token, String training) {
        return instance.get(token, training).body().path("title").asText();
    }

    private static double fromMemory(Service service) {
        String metrics =
                new ApiClient(service.managementUrl()).get("", "/q/metrics").text();
        return metrics.lines()
                .filter(line -> line.startsWith("answers_from_memory_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

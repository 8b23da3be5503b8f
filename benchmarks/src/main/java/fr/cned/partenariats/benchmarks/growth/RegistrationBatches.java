package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.service.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** How many registrations enrollment-service has stored, in how many transactions, from its metrics. */
final class RegistrationBatches {

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI metrics;

    RegistrationBatches(LocalPlatform platform) {
        this.metrics = platform.service(ServiceKind.ENROLLMENT).managementUrl().resolve("/q/metrics");
    }

    double registrations() {
        return value("registrations_batch_size_sum", text());
    }

    double transactions() {
        return value("registrations_batch_size_count", text());
    }

    private String text() {
        try {
            return client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new PlatformFailure("enrollment-service shows no metrics.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("Interrupted.", e);
        }
    }

    /** Zero before the first registration. */
    static double value(String name, String text) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

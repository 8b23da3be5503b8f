package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which requests of a mix take longest, each alone: the mix has one percentile for all. */
final class SlowestRequests {

    private static final int TIMES = 3;
    private static final int NAMED = 5;
    private static final double NANOS_PER_MILLI = 1e6;

    private SlowestRequests() {}

    private record Timed(String path, double millis) {}

    /** The best of three times of each request; names the longest of these. */
    static String of(LocalPlatform platform, List<LoadPlan.Request> requests) {
        List<Timed> all = new ArrayList<>();
        HttpClient client = HttpClient.newHttpClient();
        for (LoadPlan.Request request : requests) {
            double best = Double.MAX_VALUE;
            for (int i = 0; i < TIMES; i++) {
                best = Math.min(best, millis(client, platform, request));
            }
            all.add(new Timed(request.path(), best));
        }
        all.sort(Comparator.comparingDouble(Timed::millis).reversed());
        return "slowest of %d: ".formatted(all.size())
                + all.stream()
                        .limit(NAMED)
                        .map(timed -> String.format(Locale.ROOT, "%.0f ms `%s`", timed.millis(), timed.path()))
                        .collect(Collectors.joining(", "))
                + String.format(
                        Locale.ROOT, "; median %.0f ms", all.get(all.size() / 2).millis());
    }

    private static double millis(HttpClient client, LocalPlatform platform, LoadPlan.Request request) {
        HttpRequest.Builder get = HttpRequest.newBuilder(platform.gatewayUrl().resolve(request.path()));
        request.headers().forEach(get::header);
        long began = System.nanoTime();
        try {
            client.send(get.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformFailure("The run was interrupted.", e);
        }
        return (System.nanoTime() - began) / NANOS_PER_MILLI;
    }
}

package fr.cned.partenariats.benchmarks.load;

import fr.cned.partenariats.local.LocalPlatform;
import java.util.List;
import java.util.Map;

/**
 * What the generator process sends.
 *
 * @param host the server
 * @param requests sent in turn. In path, headers and body, {@code #{n}} becomes a number that no other request has,
 *     {@code #{uuid}} a random UUID, and {@code #{value}} the next of the values
 * @param values sent in turn, for example tokens
 * @param rate requests per second, sent at their intended times (open loop); 0 sends the next request of a connection
 *     when the last has its answer (closed loop)
 * @param warmUpSeconds load before the seconds that count
 * @param firstNumber the first {@code #{n}}
 */
public record LoadPlan(
        String host,
        int port,
        List<Request> requests,
        List<String> values,
        int connections,
        double rate,
        int warmUpSeconds,
        int seconds,
        long firstNumber) {

    /** The generator's own JVM needs a moment; its first answers do not count. */
    public static final int WARM_UP_SECONDS = 2;

    public static final int CONNECTIONS = 32;

    public record Request(String method, String path, Map<String, String> headers, String body) {

        public static Request get(String path, Map<String, String> headers) {
            return new Request("GET", path, headers, "");
        }
    }

    public static LoadPlan of(String host, int port, List<Request> requests, int seconds) {
        return new LoadPlan(host, port, requests, List.of(), CONNECTIONS, 0, WARM_UP_SECONDS, seconds, 0);
    }

    /** To the gateway of a platform. */
    public static LoadPlan of(LocalPlatform platform, List<Request> requests, int seconds) {
        return of(platform.gatewayUrl().getHost(), platform.gatewayUrl().getPort(), requests, seconds);
    }

    /** @param secondsBefore 0 if every answer counts */
    public LoadPlan withWarmUp(int secondsBefore) {
        return new LoadPlan(host, port, requests, values, connections, rate, secondsBefore, seconds, firstNumber);
    }

    public LoadPlan atRate(double perSecond) {
        return new LoadPlan(host, port, requests, values, connections, perSecond, warmUpSeconds, seconds, firstNumber);
    }

    public LoadPlan withValues(List<String> texts) {
        return new LoadPlan(host, port, requests, texts, connections, rate, warmUpSeconds, seconds, firstNumber);
    }

    public LoadPlan withConnections(int number) {
        return new LoadPlan(host, port, requests, values, number, rate, warmUpSeconds, seconds, firstNumber);
    }

    public LoadPlan startingAt(long number) {
        return new LoadPlan(host, port, requests, values, connections, rate, warmUpSeconds, seconds, number);
    }
}

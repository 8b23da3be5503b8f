package fr.cned.partenariats.benchmarks.load;

import fr.cned.partenariats.benchmarks.process.Programs;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the highest throughput with the program wrk, which takes less processor time than a JVM. It sends only requests
 * without a body.
 */
final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern COUNT = Pattern.compile("([0-9]+) requests in ([0-9.]+)(m|s|ms),");
    private static final Pattern ERRORS = Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)");

    private Wrk() {}

    /** What wrk sent: rate per second and number of answers. */
    record Result(double rate, long count) {}

    /** @param folder for the script */
    static Result run(LoadPlan plan, Path folder) {
        try {
            Path script = Files.createTempFile(folder, "wrk", ".lua");
            Files.writeString(script, script(plan));
            String output = Programs.output(
                    folder,
                    List.of(
                            Programs.require("wrk"),
                            "-t1",
                            "-c" + plan.connections(),
                            "-d" + plan.seconds() + "s",
                            "-s" + script,
                            "http://" + plan.host() + ":" + plan.port() + "/"));
            Files.delete(script);
            return result(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Result result(String output) {
        Matcher rate = RATE.matcher(output);
        Matcher count = COUNT.matcher(output);
        Matcher errors = ERRORS.matcher(output);
        if (errors.find() && !errors.group(1).equals("0")) {
            throw new PlatformFailure(
                    "%s requests failed, so the figures mean nothing: %s".formatted(errors.group(1), output.strip()));
        }
        if (!rate.find() || !count.find() || count.group(1).equals("0")) {
            throw new PlatformFailure("wrk measured nothing: " + output.strip());
        }
        return new Result(Double.parseDouble(rate.group(1)), Long.parseLong(count.group(1)));
    }

    /** The requests are built once, so that each costs wrk only a table access. */
    static String script(LoadPlan plan) {
        List<String> lines =
                new ArrayList<>(List.of("local requests = {}", "local number = 0", "init = function(args)"));
        List<String> values = plan.values().isEmpty() ? List.of("") : plan.values();
        for (LoadPlan.Request request : plan.requests()) {
            for (String value : values) {
                lines.add("  requests[#requests + 1] = wrk.format(%s, %s, %s)"
                        .formatted(
                                quoted(request.method()),
                                quoted(request.path().replace("#{value}", value)),
                                table(request.headers(), value)));
            }
        }
        lines.addAll(List.of(
                "end",
                "request = function()",
                "  number = number % #requests + 1",
                "  return requests[number]",
                "end",
                ""));
        return String.join("\n", lines);
    }

    private static String table(Map<String, String> headers, String value) {
        List<String> entries = new ArrayList<>();
        headers.forEach(
                (name, text) -> entries.add("[" + quoted(name) + "]=" + quoted(text.replace("#{value}", value))));
        return "{" + String.join(", ", entries) + "}";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

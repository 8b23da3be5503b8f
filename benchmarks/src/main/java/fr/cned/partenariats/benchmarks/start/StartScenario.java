package fr.cned.partenariats.benchmarks.start;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.TwoSides;
import fr.cned.partenariats.local.service.ServiceKind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long services take from the start of their processes to the first 200 of the readiness check. */
public record StartScenario(String name, String what, String ours, String baseline, List<Gate> gates, boolean together)
        implements Scenario {

    private static final String FOLDER = "start";

    public static List<Scenario> all() {
        return List.of(
                new StartScenario(
                        "start-aot",
                        "Start enrollment-service, to the first 200",
                        "with an AOT cache",
                        "fast-jar without it, same JDK",
                        List.of(Gate.ratioAtMost(Metric.SECONDS, 0.45, 0.38)),
                        false),
                new StartScenario(
                        "start-four",
                        "Start the four services at once, with AOT caches",
                        "all four",
                        "enrollment-service alone",
                        List.of(Gate.ratioAtMost(Metric.SECONDS, 2.5, 2.5)),
                        true));
    }

    @Override
    public boolean isLoad() {
        return false;
    }

    @Override
    public Sides start(Bench bench) {
        // One platform for both scenarios; another one would take memory and processor time.
        bench.platform(FOLDER, bench.builder(FOLDER).without(List.of(ServiceKind.values())), started -> {});
        OwnService one = new OwnService(bench, bench.folder(FOLDER), ServiceKind.ENROLLMENT);
        List<String> cached = one.aotCache();
        if (!together) {
            return sides(Map.of(one, cached), Map.of(one, List.of()));
        }
        Map<OwnService, List<String>> all = new HashMap<>(Map.of(one, cached));
        for (ServiceKind kind : EnumSet.complementOf(EnumSet.of(ServiceKind.ENROLLMENT))) {
            OwnService other = new OwnService(bench, bench.folder(FOLDER), kind);
            all.put(other, other.aotCache());
        }
        return sides(all, Map.of(one, cached));
    }

    private static Sides sides(Map<OwnService, List<String>> ours, Map<OwnService, List<String>> baseline) {
        return new TwoSides(
                round -> Measurement.of(Metric.SECONDS, OwnService.secondsToStart(ours)),
                round -> Measurement.of(Metric.SECONDS, OwnService.secondsToStart(baseline)),
                () -> {});
    }
}

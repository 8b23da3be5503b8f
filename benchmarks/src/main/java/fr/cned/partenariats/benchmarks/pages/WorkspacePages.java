package fr.cned.partenariats.benchmarks.pages;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Percentile;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Each page of the workspace in a browser, as each kind of person: all pages of the menu, and of each list the page of
 * its first object. The result is that of the slowest page; the output has all of them.
 */
public final class WorkspacePages implements Scenario {

    private static final List<String> PEOPLE =
            List.of(RealmAccounts.PARTNER_USER, "charge-inscriptions", "charge-partenariats", "direction");

    private static final int VISITS = 40;
    private static final int QUICK_VISITS = 3;
    private static final double GATE_MILLIS = 500;
    private static final double PERCENT = 95;

    private String slowest = "";

    @Override
    public String name() {
        return "workspace-pages";
    }

    @Override
    public String what() {
        return "each page of the workspace in Chromium, from the click until all its data are shown, "
                + Volume.LARGE.text();
    }

    @Override
    public String ours() {
        return "p95 of the slowest page";
    }

    @Override
    public String baseline() {
        return "";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.oursAtMost(Metric.P95, GATE_MILLIS));
    }

    @Override
    public String remarks() {
        return slowest;
    }

    @Override
    public String group() {
        return Volume.LARGE.text();
    }

    @Override
    public int mostRounds() {
        return 1;
    }

    /** Each page is opened once before it is measured. */
    @Override
    public boolean isLoad() {
        return false;
    }

    @Override
    public Sides start(Bench bench) {
        LocalPlatform platform = Rows.on(bench, Volume.LARGE);
        platform.setPartnerOf(
                RealmAccounts.PARTNER_USER,
                Rows.population(bench, Volume.LARGE).registrars().get(0).partner());
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                Map<String, Double> pages = new TreeMap<>();
                for (String person : PEOPLE) {
                    pages.putAll(measure(bench, platform, person));
                }
                Map.Entry<String, Double> last = Collections.max(pages.entrySet(), Map.Entry.comparingByValue());
                slowest = "slowest of %d: %s".formatted(pages.size(), last.getKey());
                return Measurement.of(Metric.P95, last.getValue());
            }
        };
    }

    /** The 95th percentile of each page of a person. */
    private static Map<String, Double> measure(Bench bench, LocalPlatform platform, String person) {
        int visits = bench.arguments().quick() ? QUICK_VISITS : VISITS;
        Map<String, Double> percentiles = new TreeMap<>();
        try (Visitor visitor = Visitor.signIn(platform, bench.folder("pages"), person)) {
            for (String page : visitor.pages()) {
                visitor.visit(page);
                List<Double> millis = new ArrayList<>();
                for (int i = 0; i < visits; i++) {
                    millis.add(visitor.visit(page));
                }
                String name = person + " " + withoutId(page);
                double percentile = Percentile.of(millis, PERCENT);
                percentiles.merge(name, percentile, Math::max);
                bench.progress().note(String.format(Locale.ROOT, "  %6.0f ms, p95: %s", percentile, name));
            }
        }
        return percentiles;
    }

    /** {@code #/student} of {@code #/student/0190a000-…}. */
    private static String withoutId(String page) {
        return page.replaceFirst("/[0-9a-f]{8}-[0-9a-f-]{27}$", "/{id}");
    }
}

package fr.cned.partenariats.benchmarks.growth;

import fr.cned.partenariats.benchmarks.Bench;
import fr.cned.partenariats.benchmarks.Gate;
import fr.cned.partenariats.benchmarks.Measurement;
import fr.cned.partenariats.benchmarks.Metric;
import fr.cned.partenariats.benchmarks.Round;
import fr.cned.partenariats.benchmarks.Scenario;
import fr.cned.partenariats.benchmarks.Sides;
import fr.cned.partenariats.benchmarks.load.LoadPlan;
import fr.cned.partenariats.benchmarks.load.LoadResult;
import fr.cned.partenariats.benchmarks.rows.Population;
import fr.cned.partenariats.benchmarks.rows.Rows;
import fr.cned.partenariats.benchmarks.rows.Tokens;
import fr.cned.partenariats.benchmarks.rows.Volume;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.PlatformFailure;
import fr.cned.partenariats.local.wiring.RealmAccounts;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Statistics over all enrollments: every dimension, pairs of dimensions, filters, now and as of earlier days. */
public final class Statistics implements Scenario {

    private static final List<String> GROUPINGS = List.of(
            "",
            "network",
            "partner",
            "agreement",
            "family",
            "training",
            "department",
            "region",
            "site",
            "academicYear",
            "state",
            "funding",
            "fundingState",
            "month",
            "family,month",
            "partner,state",
            "network,academicYear",
            "funding,fundingState",
            "agreement,site",
            "training,month");

    private String slowest = "";

    @Override
    public String name() {
        return "statistics";
    }

    @Override
    public String what() {
        return "GET /v1/statistics, every dimension and pairs, with filters and asOf, one at a time, "
                + Volume.LARGE.text();
    }

    @Override
    public String ours() {
        return "p95 through the gateway";
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.oursAtMost(Metric.P95, 100));
    }

    @Override
    public String group() {
        return Volume.LARGE.text();
    }

    @Override
    public String remarks() {
        return slowest;
    }

    @Override
    public Sides start(Bench bench) {
        LocalPlatform platform = Rows.on(bench, Volume.LARGE);
        Population population = Rows.population(bench, Volume.LARGE);
        Tokens tokens = new Tokens(platform);
        return new Sides() {
            @Override
            public Measurement ours(Round round) {
                List<LoadPlan.Request> requests = requests(population, tokens);
                if (slowest.isEmpty()) {
                    slowest = SlowestRequests.of(platform, requests);
                }
                LoadPlan plan = LoadPlan.of(
                                platform.gatewayUrl().getHost(),
                                platform.gatewayUrl().getPort(),
                                requests,
                                round.seconds())
                        .withConnections(1);
                LoadResult result = bench.generator().run(plan);
                if (result.count() == 0 || result.count(200) < result.count()) {
                    throw new PlatformFailure("Statistics have answers that are not 200: " + result.answers());
                }
                return Measurement.of(Metric.P95, result.p95());
            }
        };
    }

    private static List<LoadPlan.Request> requests(Population population, Tokens tokens) {
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Paris"));
        String partner = population.registrars().get(0).partner().toString();
        List<String> filters = List.of(
                "",
                "&academicYear=" + (today.getYear() - 1) + "-" + today.getYear(),
                "&state=ACTIVE&state=CONFIRMED",
                "&partnerId=" + partner,
                "&family=BTS&hosted=true",
                "&funding=OPCO",
                "&fundingState=REQUESTED",
                "&department=29");
        List<String> moments = List.of("", "&asOf=" + today.minusDays(20), "&asOf=" + today.minusDays(400));
        Map<String, String> officer = Map.of("Authorization", tokens.bearer(RealmAccounts.ENROLLMENT_OFFICE));
        Map<String, String> own = Map.of(
                "Authorization", tokens.bearer(population.registrars().get(0).client()));
        List<LoadPlan.Request> requests = new ArrayList<>();
        int turn = 0;
        for (String grouping : GROUPINGS) {
            for (String moment : moments) {
                String filter = filters.get(turn % filters.size());
                String query = "/v1/statistics?limit=20" + (grouping.isEmpty() ? "" : "&groupBy=" + grouping);
                requests.add(LoadPlan.Request.get(query + moment, officer));
                requests.add(LoadPlan.Request.get(query + moment + filter, officer));
                requests.add(LoadPlan.Request.get(query + moment, own));
                turn++;
            }
        }
        return requests;
    }
}

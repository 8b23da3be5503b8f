package fr.cned.partenariats.benchmarks.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of docs/scale.md: the day of the rentrée of a large network, from the measured times and the simulation. */
final class RentreePlan {

    static final int REGISTRATIONS = 1_000_000;
    static final int READS = 50_000_000;
    static final int PARTNERS = 5_000;

    /** The share of the day's requests in its busiest hour. */
    static final double BUSIEST_HOUR = 0.2;

    /** Minutes in which the rate is so many times that of the busiest hour: the whole day in one hour. */
    static final int BURST = 5;

    /** Cores are chosen so that the burst keeps them busy for at most this share of the time. */
    static final double BUSY_AT_MOST = 0.6;

    static final int CORES_PER_INSTANCE = 2;
    static final int GATEWAYS = 2;
    static final int CATALOG_SERVICES = 10;
    static final int ENROLLMENT_SERVICES = 4;
    static final int PARTNER_SERVICES = 2;
    static final int DATABASE_CORES = 16;
    static final int EVENT_CORES = 4;
    static final int KEYCLOAK_CORES = 2;

    /** An instance has a pool of 16, one connection for its relay and one of the owner while it migrates. */
    static final int CONNECTIONS_PER_INSTANCE = 18;

    /** Keycloak's pool, the administrator and the exporter. */
    static final int OTHER_CONNECTIONS = 20 + 6;

    /** Of one service, from the row memory-load: 1 396 MiB for four. */
    static final int MEGABYTES_PER_INSTANCE = 350;

    static final int KAFKA_AND_KEYCLOAK_MEGABYTES = 2_048;

    private static final int TOKEN_SECONDS = 300;
    private static final double HOUR = 3_600;
    private static final double MICROS = 1e6;
    private static final int HOURS_OF_A_DAY = 24;
    private static final int WARM_UP_SECONDS = 5;
    private static final int SECONDS = 20;
    private static final long SEED = 1;
    private static final int HOT_CALLERS = 400;

    private RentreePlan() {}

    static Machines machines() {
        return new Machines(
                false,
                GATEWAYS * CORES_PER_INSTANCE,
                CATALOG_SERVICES * CORES_PER_INSTANCE,
                ENROLLMENT_SERVICES * CORES_PER_INSTANCE,
                DATABASE_CORES,
                EVENT_CORES,
                ENROLLMENT_SERVICES);
    }

    static double registrationsPerSecond(double factor) {
        return REGISTRATIONS * BUSIEST_HOUR / HOUR * factor;
    }

    static double readsPerSecond(double factor) {
        return READS * BUSIEST_HOUR / HOUR * factor;
    }

    /** @param factor times the rate of the busiest hour */
    static Outcome simulate(double factor) {
        double rate = registrationsPerSecond(factor) + readsPerSecond(factor);
        Workload load = Workload.open(rate, registrationsPerSecond(factor) / rate, 0, PARTNERS);
        return new PlatformModel(Costs.MILLION, machines(), load, SEED).run(WARM_UP_SECONDS, SECONDS);
    }

    static Outcome simulateHotOffering(int instances) {
        Machines all = machines();
        Machines machines = new Machines(
                false,
                all.gateway(),
                all.catalogue(),
                instances * CORES_PER_INSTANCE,
                all.database(),
                all.events(),
                instances);
        return new PlatformModel(Costs.MILLION, machines, Workload.registrationsInAClosedLoop(HOT_CALLERS, 1), SEED)
                .run(WARM_UP_SECONDS, SECONDS);
    }

    static int cores() {
        return machines().cores() + PARTNER_SERVICES * CORES_PER_INSTANCE + KEYCLOAK_CORES;
    }

    static int instances() {
        return GATEWAYS + services();
    }

    private static int services() {
        return CATALOG_SERVICES + ENROLLMENT_SERVICES + PARTNER_SERVICES;
    }

    static int connections() {
        return services() * CONNECTIONS_PER_INSTANCE + OTHER_CONNECTIONS;
    }

    /** All tables, for the page. */
    static String tables() {
        return loads() + "\n" + limits() + "\n" + needs();
    }

    private static String loads() {
        List<String> lines = new ArrayList<>(List.of(
                "| Load | Registrations/s | Reads/s | p99 of all | p99 of registrations | Registrations a transaction"
                        + " | Gateway | Catalogue | Enrollment | Database | Events |",
                "|---|---|---|---|---|---|---|---|---|---|---|"));
        lines.add(load("busiest hour", 1));
        lines.add(load("burst, %d times the busiest hour".formatted(BURST), BURST));
        return text(lines);
    }

    private static String load(String name, double factor) {
        Outcome outcome = simulate(factor);
        return row(
                name,
                number(0, registrationsPerSecond(factor)),
                number(0, readsPerSecond(factor)),
                number(1, outcome.p99()) + " ms",
                number(0, outcome.registrationP99()) + " ms",
                number(1, outcome.batch()),
                busy(outcome, "gateway"),
                busy(outcome, "catalogue"),
                busy(outcome, "enrollment"),
                busy(outcome, "database"),
                busy(outcome, "events"));
    }

    private static String busy(Outcome outcome, String part) {
        return number(0, 100 * outcome.busy().getOrDefault(part, 0.0)) + " %";
    }

    private static String limits() {
        List<String> lines = new ArrayList<>(List.of("| What saturates | Figure |", "|---|---|"));
        lines.add(row("first part, at so many times the busiest hour", firstLimit()));
        lines.add(row(
                "one offering that all want, one instance of enrollment-service",
                number(0, simulateHotOffering(1).perSecond()) + " registrations/s"));
        lines.add(
                row("the same, four instances", number(0, simulateHotOffering(4).perSecond()) + " registrations/s"));
        return text(lines);
    }

    /** The part whose processors the registrations and reads would use completely first, without queues. */
    private static String firstLimit() {
        Outcome outcome = simulate(BURST);
        return outcome.busiestPart() + ", " + number(0, BURST / outcome.busiest()) + " times";
    }

    private static String needs() {
        List<String> lines = new ArrayList<>(List.of("| Need | Amount | From |", "|---|---|---|"));
        lines.add(row(
                "cores",
                Integer.toString(cores()),
                ("gateway %d × %d, catalog-service %d × %d, enrollment-service %d × %d, partner-service %d × %d,"
                                + " PostgreSQL %d, Kafka and consumers %d, Keycloak %d")
                        .formatted(
                                GATEWAYS,
                                CORES_PER_INSTANCE,
                                CATALOG_SERVICES,
                                CORES_PER_INSTANCE,
                                ENROLLMENT_SERVICES,
                                CORES_PER_INSTANCE,
                                PARTNER_SERVICES,
                                CORES_PER_INSTANCE,
                                DATABASE_CORES,
                                EVENT_CORES,
                                KEYCLOAK_CORES)));
        lines.add(row("core hours of the day", Integer.toString(cores() * HOURS_OF_A_DAY), "cores × 24"));
        lines.add(row(
                "core hours of work in the day",
                number(1, coreHoursOfWork()),
                "requests × processor time per request, without idle time"));
        lines.add(row(
                "memory without PostgreSQL",
                "%d MiB".formatted(instances() * MEGABYTES_PER_INSTANCE + KAFKA_AND_KEYCLOAK_MEGABYTES),
                ("%d instances × %d MiB (row `memory-load` ÷ 4), Kafka and Keycloak %d MiB (their heaps and as"
                                + " much again)")
                        .formatted(instances(), MEGABYTES_PER_INSTANCE, KAFKA_AND_KEYCLOAK_MEGABYTES)));
        lines.add(row(
                "`max_connections`",
                Integer.toString(connections()),
                "%d services × %d, and %d of others: [Limits](operations.md#limits)"
                        .formatted(services(), CONNECTIONS_PER_INSTANCE, OTHER_CONNECTIONS)));
        lines.add(row(
                "tokens from Keycloak",
                number(0, (double) PARTNERS / TOKEN_SECONDS) + "/s",
                "%d partners with one client each, a token for %d s".formatted(PARTNERS, TOKEN_SECONDS)));
        return text(lines);
    }

    private static double coreHoursOfWork() {
        double registration = Costs.MILLION.registrationAlone();
        double read = Costs.MILLION.gateway()
                + Costs.MILLION.catalogueRead().service()
                + Costs.MILLION.catalogueRead().database();
        return (REGISTRATIONS * registration + READS * read) / MICROS / HOUR;
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private static String number(int decimals, double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}

package fr.cned.partenariats.benchmarks.simulation;

/**
 * Processor times in microseconds of one core, as docs/benchmarks.md has them.
 *
 * @param generator of each request: the load generator shares the machine of the measurement
 * @param gateway of each request
 * @param catalogueRead of the mix of the rentrée: by id, lists and search, from memory and from the database
 * @param enrollmentRead of the mix of the rentrée: lists and by id
 * @param service enrollment-service, of registrations
 * @param database PostgreSQL, of registrations
 * @param events relay, Kafka and consumers, of registrations
 * @param commit time of a commit that no core is busy with
 * @param rest the cores that the parts use without requests
 */
record Costs(
        double generator,
        double gateway,
        ReadCost catalogueRead,
        ReadCost enrollmentRead,
        Cost service,
        Cost database,
        Cost events,
        double commit,
        double rest) {

    /** The run of registration-parts that has the times of registrations. */
    static final String RUN = "2026-11-27 09:00";

    /**
     * Measured by registration-parts: generator, gateway and rest; service, database and events, from its three sizes of
     * transactions (1 registration; 7.8 of 5.6 quotas; 15.4 of one quota). Measured by rentree-parts in the run
     * 2026-11-27 13:45: catalogueRead and enrollmentRead. Assumed: commit.
     */
    static final Costs MEASURED = new Costs(
            350,
            130,
            new ReadCost(683, 432),
            new ReadCost(2_260, 894),
            new Cost(440, 2_040, 130),
            new Cost(570, 6_020, 80),
            new Cost(140, 2_130, 0),
            1_000,
            0.27);

    /**
     * The same for the rentrée with a million enrollments: the time of a transaction is the one that rentree-parts measured
     * in the run 2026-11-27 13:45, in which nearly each registration had its own.
     */
    static final Costs RENTREE = new Costs(
            MEASURED.generator,
            MEASURED.gateway,
            MEASURED.catalogueRead,
            MEASURED.enrollmentRead,
            new Cost(440, 4_064, 130),
            new Cost(570, 6_433, 80),
            new Cost(140, 5_793, 0),
            MEASURED.commit,
            MEASURED.rest);

    /** Of a registration that shares its transaction with no other one, in all parts of the platform. */
    double registrationAlone() {
        return gateway + service.of(1, 1) + database.of(1, 1) + events.of(1, 1);
    }
}

package fr.cned.partenariats.benchmarks.simulation;

/**
 * Processor times in microseconds of one core, as docs/benchmarks.md has them. In two samples of PostgreSQL's processes, 70 %
 * of their time was of transactions that a registration waits for: database has 70 % of what was measured, and
 * databaseAfterwards 30 %.
 *
 * @param generator of each request: the load generator shares the machine of the measurement
 * @param gateway of each request
 * @param catalogueRead of the mix of the rentrée: by id, lists and search, from memory and from the database
 * @param enrollmentRead of the mix of the rentrée: lists and by id
 * @param service enrollment-service, of registrations
 * @param database PostgreSQL, of the transactions of registrations
 * @param databaseAfterwards PostgreSQL, of relay, jobs and consumers of registrations
 * @param events Kafka and consumers, of registrations
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
        Cost databaseAfterwards,
        Cost events,
        double commit,
        double rest) {

    /**
     * With some hundred thousand enrollments. Registrations: measured by registration-parts in the run 2026-11-27 15:11, in
     * its three sizes of transactions (1 registration; 7.8 of 5.6 quotas; 15.7 of one quota). Reads: measured by
     * rentree-parts in the run 2026-11-27 13:45. Assumed: commit.
     */
    static final Costs SMALL = new Costs(
            380,
            140,
            new ReadCost(683, 432),
            new ReadCost(2_260, 894),
            new Cost(464, 2_271, 163),
            new Cost(634, 3_975, 0),
            new Cost(272, 1_703, 0),
            new Cost(158, 3_299, 46),
            1_000,
            0.19);

    /**
     * With a million enrollments, after 20 minutes of load. Registrations: measured by registration-parts-million in the run
     * 2026-11-27 15:40 (8.3 registrations of 5.8 quotas; 15.9 of one quota). The rest as above.
     */
    static final Costs MILLION = new Costs(
            170,
            110,
            SMALL.catalogueRead,
            SMALL.enrollmentRead,
            new Cost(373, 1_562, 127),
            new Cost(472, 3_033, 194),
            new Cost(202, 1_300, 83),
            new Cost(168, 2_074, 25),
            SMALL.commit,
            0.16);

    /**
     * The same for the rentrée: a transaction of one registration takes the time that rentree-parts measured in the run
     * 2026-11-27 13:45, in which nearly each registration had its own.
     */
    static final Costs RENTREE = new Costs(
            MILLION.generator,
            MILLION.gateway,
            MILLION.catalogueRead,
            MILLION.enrollmentRead,
            new Cost(373, 4_134, 127),
            new Cost(472, 4_292, 194),
            new Cost(202, 1_840, 83),
            new Cost(168, 5_740, 25),
            MILLION.commit,
            MILLION.rest);

    /** Of a registration that shares its transaction with no other one, in all parts of the platform. */
    double registrationAlone() {
        return gateway + service.of(1, 1) + database.of(1, 1) + databaseAfterwards.of(1, 1) + events.of(1, 1);
    }
}

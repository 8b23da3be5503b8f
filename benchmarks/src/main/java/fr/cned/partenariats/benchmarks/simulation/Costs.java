package fr.cned.partenariats.benchmarks.simulation;

/**
 * Processor times in microseconds of one core, as docs/benchmarks.md has them.
 *
 * @param generator of each request: the load generator shares the machine of the measurement
 * @param gateway of each request
 * @param catalogueRead in catalog-service, from memory
 * @param databaseRead of a read that goes to the database, in service and database together
 * @param service enrollment-service, of registrations
 * @param database PostgreSQL, of registrations
 * @param events relay, Kafka and consumers, of registrations
 * @param commit time of a commit that no core is busy with
 * @param rest the cores that the parts use without requests
 */
record Costs(
        double generator,
        double gateway,
        double catalogueRead,
        double databaseRead,
        Cost service,
        Cost database,
        Cost events,
        double commit,
        double rest) {

    /** The run whose rates the times of registrations reproduce. */
    static final String RUN = "2026-11-26 18:18";

    /**
     * Measured: gateway (57 µs), catalogueRead (304 answers, 57 µs), databaseRead (catalogue-page-database, 296/s) and
     * rest (idle-database), run 2026-11-26 21:29; database of each registration (300 µs, docs/adr/0021); the sum of
     * service, database and events of each registration (import-million, 1 512 rows/s on two cores). Fitted to the rates
     * of registration-32-million and hot-32-million, because no run measured them alone: perBatch and perQuota. Assumed:
     * generator, commit, and how the sums are divided among the parts. registration-parts measures all of them.
     */
    static final Costs MEASURED = new Costs(
            500,
            57,
            57,
            3_378,
            new Cost(500, 15_500, 0),
            new Cost(300, 15_500, 2_800),
            new Cost(523, 0, 2_800),
            1_000,
            0.15);

    /** Of a registration that shares its transaction with no other one, in all parts of the platform. */
    double registrationAlone() {
        return gateway + service.of(1, 1) + database.of(1, 1) + events.of(1, 1);
    }
}

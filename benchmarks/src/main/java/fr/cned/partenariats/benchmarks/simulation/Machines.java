package fr.cned.partenariats.benchmarks.simulation;

/**
 * Cores of the parts.
 *
 * @param shared all parts and the load generator run on the first number of cores, which the other numbers repeat
 * @param events of relay, Kafka and consumers
 * @param instances of enrollment-service; each has a queue
 */
record Machines(boolean shared, int gateway, int catalogue, int enrollment, int database, int events, int instances) {

    /** One machine with the load generator, one instance of each service. */
    static Machines one(int cores) {
        return new Machines(true, cores, cores, cores, cores, cores, 1);
    }

    int cores() {
        return shared ? gateway : gateway + catalogue + enrollment + database + events;
    }
}

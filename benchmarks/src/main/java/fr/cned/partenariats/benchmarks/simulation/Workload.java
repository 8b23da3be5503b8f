package fr.cned.partenariats.benchmarks.simulation;

/**
 * What callers send.
 *
 * @param connections of a closed loop: each sends its next request when it has the answer. 0 for an open loop
 * @param perSecond requests of an open loop, at random times
 * @param registrations the share of the requests that register a student
 * @param enrollmentReads the share that reads enrollments; the rest read the catalogue
 * @param agreements over which registrations are spread; registrations of one agreement also share one offering, whose
 *     counters a transaction locks
 */
record Workload(int connections, double perSecond, double registrations, double enrollmentReads, int agreements) {

    static Workload registrationsInAClosedLoop(int connections, int agreements) {
        return new Workload(connections, 0, 1, 0, agreements);
    }

    static Workload open(double perSecond, double registrations, double enrollmentReads, int agreements) {
        return new Workload(0, perSecond, registrations, enrollmentReads, agreements);
    }

    boolean isClosed() {
        return connections > 0;
    }

    boolean isHot() {
        return agreements == 1;
    }
}

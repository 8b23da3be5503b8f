package fr.cned.partenariats.benchmarks.simulation;

/**
 * The processor time of a part, in microseconds: of each registration, of each batch of registrations, and of each quota
 * whose counters a batch changes, with its offering.
 */
record Cost(double perRequest, double perBatch, double perQuota) {

    double ofBatch(int quotas) {
        return perBatch + perQuota * quotas;
    }

    double of(int requests, int quotas) {
        return perRequest * requests + ofBatch(quotas);
    }
}

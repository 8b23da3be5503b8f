package fr.cned.partenariats.benchmarks.simulation;

/** The processor time of a read in microseconds, in the service that answers it and in PostgreSQL. */
record ReadCost(double service, double database) {}

package fr.cned.partenariats.benchmarks.simulation;

import java.util.function.Consumer;

/**
 * A registration in a queue.
 *
 * @param agreement its number; each has a quota and an offering
 * @param answered gets true when the registration was stored, false when it was refused
 */
record Request(double queuedAt, int agreement, Consumer<Boolean> answered) {}

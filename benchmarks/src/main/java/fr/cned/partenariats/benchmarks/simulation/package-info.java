/** A queueing simulation of the platform: what the measured processor times mean for other loads and more machines. */
@org.jspecify.annotations.NullMarked
package fr.cned.partenariats.benchmarks.simulation;

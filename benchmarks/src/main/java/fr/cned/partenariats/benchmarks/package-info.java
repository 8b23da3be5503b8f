/**
 * Measures the platform against other programs in the same run and writes the ratios to docs/benchmarks.md. A {@link
 * fr.cned.partenariats.benchmarks.Scenario} is one comparison. {@code load} sends requests, {@code process} starts and
 * pins processes and reads their processor time, {@code rows} generates data, {@code sql} runs statements. {@code
 * scenarios} has all scenarios.
 */
package fr.cned.partenariats.benchmarks;

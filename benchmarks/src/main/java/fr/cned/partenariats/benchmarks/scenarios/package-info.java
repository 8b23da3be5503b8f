/** The scenarios: each is a setup, our side, a baseline and gates. {@code Scenarios} lists them. */
@org.jspecify.annotations.NullMarked
package fr.cned.partenariats.benchmarks.scenarios;

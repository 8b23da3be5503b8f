/** What a table with a million enrollments costs, and the rentrée: the load of a partner network in September. */
@org.jspecify.annotations.NullMarked
package fr.cned.partenariats.benchmarks.growth;

/** Counts of enrollments from a file of DuckDB that follows the log of changes. */
package fr.cned.partenariats.enrollment.statistics;

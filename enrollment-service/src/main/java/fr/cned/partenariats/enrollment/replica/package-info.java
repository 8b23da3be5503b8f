/**
 * Copies of what other services own and enrollments need: partners, agreements, trainings, offerings, sites and
 * networks. Each package has a consumer of events and its table.
 */
package fr.cned.partenariats.enrollment.replica;

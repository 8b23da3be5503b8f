/**
 * The life of an enrollment after its registration: states, funding, calendar, transfer, feed and events. {@code
 * adaptation} has the adaptations of exams, {@code opco} the polls of OPCOs.
 */
package fr.cned.partenariats.enrollment.enrollment;

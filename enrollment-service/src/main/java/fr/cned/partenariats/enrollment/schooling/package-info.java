/**
 * What happens during the training: hours at a site, absences, closed weeks, alerts, and contracts of apprentices.
 */
package fr.cned.partenariats.enrollment.schooling;

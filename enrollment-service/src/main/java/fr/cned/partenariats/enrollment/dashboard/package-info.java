/** Sends the apprentices of training centres to the national dashboard of apprenticeship. */
package fr.cned.partenariats.enrollment.dashboard;

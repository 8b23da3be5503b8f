/** The students of a partner with their offerings, as packages of OneRoster, a standard of learning platforms. */
package fr.cned.partenariats.enrollment.oneroster;

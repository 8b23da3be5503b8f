/**
 * How students are registered: one by one or as rows of files, in batches. {@code transmission} counts every
 * attempt and compares it with what a partner says that it sent.
 */
package fr.cned.partenariats.enrollment.registration;

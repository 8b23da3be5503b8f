/** Students: identity, contact, situation, possible duplicates and what a partner may read of them. */
package fr.cned.partenariats.enrollment.student;

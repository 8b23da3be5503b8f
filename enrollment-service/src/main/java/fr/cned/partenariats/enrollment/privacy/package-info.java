/**
 * Rights of persons: export, erasure, and the merge of two records of one person. It reaches the tables of all
 * other groups by their interfaces.
 */
package fr.cned.partenariats.enrollment.privacy;

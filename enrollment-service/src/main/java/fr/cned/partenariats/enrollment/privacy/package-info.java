/** Rights of persons: export, erasure, and the merge of two records of one person. */
package fr.cned.partenariats.enrollment.privacy;

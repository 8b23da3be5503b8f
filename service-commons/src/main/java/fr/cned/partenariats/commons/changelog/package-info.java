/** The log of changes, its readers, and the audit trail, which is its audited part. */
package fr.cned.partenariats.commons.changelog;

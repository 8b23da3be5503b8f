/** The caller, its token and its tenant scope. */
package fr.cned.partenariats.commons.security;

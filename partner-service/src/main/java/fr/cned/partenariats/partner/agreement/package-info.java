/** Agreements: terms, life, amendments, history, funding and used seats. */
package fr.cned.partenariats.partner.agreement;

/** Copies of what partner-service owns and the catalogue shows: partners, agreements, sites and networks. */
package fr.cned.partenariats.catalog.replica;

/** Partners, networks and sites, with the labels that link a site to a network. */
package fr.cned.partenariats.partner.registry;

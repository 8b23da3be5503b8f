/** Needs of partners and offices, and the opportunities that answer them. */
package fr.cned.partenariats.partner.demand;

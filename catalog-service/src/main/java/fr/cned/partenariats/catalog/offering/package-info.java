/** Offerings: a training in an academic year, with dates, places and the terms of a partner. */
package fr.cned.partenariats.catalog.offering;

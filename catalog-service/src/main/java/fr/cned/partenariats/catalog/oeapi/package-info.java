/** The catalogue in the Open Education API 6.0. Its own contract describes it, not the one of the service. */
package fr.cned.partenariats.catalog.oeapi;

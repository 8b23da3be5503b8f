/** The catalogue in LHEO, the French standard for offers of training, and the Cned as an organisation. */
package fr.cned.partenariats.catalog.lheo;

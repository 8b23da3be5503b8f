/** Copies of what catalog-service owns and agreements need: trainings. */
package fr.cned.partenariats.partner.replica;

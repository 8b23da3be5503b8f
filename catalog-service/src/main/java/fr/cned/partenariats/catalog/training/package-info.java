/** Trainings: what the Cned teaches, with codes, states, search and feed. */
package fr.cned.partenariats.catalog.training;

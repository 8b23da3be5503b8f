/** Counts the registrations that the gateway refused, and reports them to enrollment-service. */
package fr.cned.partenariats.gateway.refusals;

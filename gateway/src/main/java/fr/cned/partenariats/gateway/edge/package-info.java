/**
 * What a request to the API passes: connection, route, token, limits, body, proxy, and the problem that refuses
 * it.
 */
package fr.cned.partenariats.gateway.edge;

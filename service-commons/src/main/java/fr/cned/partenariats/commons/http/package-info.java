/** What a resource needs: strict bodies, conditional headers, contracts, idempotency, cached answers and limits. */
package fr.cned.partenariats.commons.http;

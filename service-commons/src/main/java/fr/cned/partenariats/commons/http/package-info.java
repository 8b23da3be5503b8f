/** What a resource needs: strict bodies, conditional headers, idempotency, cached answers and limits. */
package fr.cned.partenariats.commons.http;

package fr.cned.partenariats.commons.http.idempotency;

/** An answer with a secret. It is stored for repeats of the request, and sent to them, without the secret. */
public interface ShownOnce<T> {

    T withoutSecret();
}

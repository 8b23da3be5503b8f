package fr.cned.partenariats.commons.idempotency;

import java.util.Map;

/** An answer as it was first given, byte for byte. */
record StoredAnswer(int status, Map<String, String> headers, byte[] body) {}

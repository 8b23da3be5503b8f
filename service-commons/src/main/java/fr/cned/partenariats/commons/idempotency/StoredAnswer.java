package fr.cned.partenariats.commons.idempotency;

import java.util.Map;

/** The first answer to a key, byte for byte. */
record StoredAnswer(int status, Map<String, String> headers, byte[] body) {}

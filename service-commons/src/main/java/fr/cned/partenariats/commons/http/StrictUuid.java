package fr.cned.partenariats.commons.http;

import java.util.UUID;
import java.util.regex.Pattern;

/** Parses a UUID in the text form of RFC 9562 only. Java also parses {@code 1-1-1-1-1}, and Jackson Base64. */
final class StrictUuid {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private StrictUuid() {}

    static UUID parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a UUID");
        }
        return UUID.fromString(text);
    }
}

package fr.cned.partenariats.commons.http;

import java.util.UUID;
import java.util.regex.Pattern;

/** A UUID in the one form of RFC 9562. Java also reads {@code 1-1-1-1-1}, and Jackson reads Base64. */
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

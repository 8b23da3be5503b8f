package fr.cned.partenariats.commons.base.ids;

import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jspecify.annotations.Nullable;

/** Identifiers: UUIDs (RFC 9562). */
public final class Ids {

    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Ids() {}

    /** A new one, of version 7: these sort by creation time. */
    public static UUID next() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }

    /** Null for a text that is no UUID. {@link UUID#fromString} also accepts {@code 1-1-1-1-1}. */
    public static @Nullable UUID parse(@Nullable String text) {
        return text != null && TEXT.matcher(text).matches() ? UUID.fromString(text) : null;
    }
}

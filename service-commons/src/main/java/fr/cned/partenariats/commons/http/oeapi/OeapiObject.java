package fr.cned.partenariats.commons.http.oeapi;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An object of OEAPI, field by field. A field without a value is left out: the standard allows null in few of them. */
public final class OeapiObject {

    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<OeapiObject> otherCodes = new ArrayList<>();

    @JsonValue
    public Map<String, Object> fields() {
        return fields;
    }

    /** @param value a stream becomes a list */
    public OeapiObject with(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value instanceof Stream<?> items ? items.toList() : value);
        }
        return this;
    }

    /** A text of those paragraphs that are there. The data of the platform are in French. */
    public OeapiObject text(String name, @Nullable String... paragraphs) {
        String text = Stream.of(paragraphs).filter(Objects::nonNull).collect(Collectors.joining("\n\n"));
        return text.isEmpty()
                ? this
                : with(name, List.of(new OeapiObject().with("language", "fr-FR").with("value", text)));
    }

    /** The first code that is known is the primary one. A type that the standard lacks begins with {@code x-}. */
    public OeapiObject code(String type, @Nullable String code) {
        OeapiObject entry = new OeapiObject().with("codeType", type).with("code", code);
        if (code != null && fields.putIfAbsent("primaryCode", entry) != null) {
            otherCodes.add(entry);
            fields.put("otherCodes", otherCodes);
        }
        return this;
    }

    /** The first moment of a day. */
    public OeapiObject start(String name, @Nullable LocalDate day, ZoneId zone) {
        return with(name, day == null ? null : text(day.atStartOfDay(zone)));
    }

    /** The last second of a day. */
    public OeapiObject end(String name, @Nullable LocalDate day, ZoneId zone) {
        return with(name, day == null ? null : text(day.atTime(LAST_SECOND).atZone(zone)));
    }

    private static String text(ZonedDateTime moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment);
    }
}

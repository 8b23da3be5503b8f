package fr.cned.partenariats.gateway.edge.compression;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Gives a compressed answer another strong entity tag than the plain one: {@code "3-gzip"} for {@code "3"} (RFC 9110,
 * section 8.8.1). The services never see the suffix. A weak tag is the same for both answers.
 */
public final class GzipTags {

    private static final String SUFFIX = "-gzip\"";
    private static final Pattern SUFFIX_OF_A_TAG = Pattern.compile(SUFFIX + "(?=\\s*(?:,|$))");
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final List<String> CONDITIONS = List.of(IF_NONE_MATCH, "If-Match");

    private GzipTags() {}

    /**
     * Removes the suffix from the conditions of a request.
     *
     * @return whether the client has a compressed answer that it asks to validate
     */
    public static boolean removeFrom(MultiMap request) {
        boolean found = false;
        for (String condition : CONDITIONS) {
            if (!request.contains(condition)) {
                continue;
            }
            List<String> values = request.getAll(condition);
            if (values.stream().anyMatch(value -> value.contains(SUFFIX))) {
                request.set(
                        condition,
                        values.stream()
                                .map(value -> SUFFIX_OF_A_TAG.matcher(value).replaceAll("\""))
                                .toList());
                found |= condition.equals(IF_NONE_MATCH);
            }
        }
        return found;
    }

    public static void addTo(MultiMap response) {
        String tag = response.get(HttpHeaders.ETAG);
        if (tag != null && tag.startsWith("\"") && tag.length() > 1 && tag.endsWith("\"")) {
            response.set(HttpHeaders.ETAG, tag.substring(0, tag.length() - 1) + SUFFIX);
        }
    }
}

package fr.cned.partenariats.gateway.edge.route;

import org.jspecify.annotations.Nullable;

/**
 * Detects ambiguous request paths. The gateway chooses the service by the raw path, and the service decodes and
 * normalises the path again. A path that both could read differently ({@code ..}, {@code //}, an encoded slash) would
 * bypass the route table.
 */
public final class RequestTarget {

    private static final String PLAIN_IN_PATH = "-._~!$&'()*+,=:@";
    private static final String PLAIN_IN_QUERY = PLAIN_IN_PATH + ";/?[]";

    private RequestTarget() {}

    /** Whether the path consists of non-empty segments of plain characters; one slash at the end is allowed. */
    public static boolean isUnambiguousPath(String path) {
        int length = path.length();
        int segment = 1;
        if (length == 0 || path.charAt(0) != '/') {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = path.charAt(i);
            if (c == '/') {
                if (!isSegment(path, segment, i)) {
                    return false;
                }
                segment = i + 1;
            } else if (c == '%') {
                if (!isHarmlessEscape(path, i)) {
                    return false;
                }
                i += 2;
            } else if (!isPlain(c, PLAIN_IN_PATH)) {
                return false;
            }
        }
        return segment == length || isSegment(path, segment, length);
    }

    /** Whether the query is absent or valid by RFC 3986. Services answer any other query with an empty 400. */
    public static boolean isValidQuery(@Nullable String query) {
        if (query == null) {
            return true;
        }
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '%' ? decoded(query, i) < 0 : !isPlain(c, PLAIN_IN_QUERY)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the segment is neither empty nor "." nor "..". */
    private static boolean isSegment(String path, int from, int to) {
        return switch (to - from) {
            case 0 -> false;
            case 1 -> path.charAt(from) != '.';
            case 2 -> path.charAt(from) != '.' || path.charAt(from + 1) != '.';
            default -> true;
        };
    }

    /** Whether the decoded character is no delimiter, no dot and no percent sign, which could be decoded again. */
    private static boolean isHarmlessEscape(String path, int percent) {
        int decoded = decoded(path, percent);
        return decoded >= ' '
                && decoded != 0x7f
                && decoded != '.'
                && decoded != '/'
                && decoded != '\\'
                && decoded != '%'
                && decoded != ';'
                && decoded != '?'
                && decoded != '#';
    }

    private static int decoded(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static boolean isPlain(char c, String others) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || others.indexOf(c) >= 0;
    }
}

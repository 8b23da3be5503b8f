package fr.cned.partenariats.gateway.route;

import org.jspecify.annotations.Nullable;

/**
 * Says which request paths mean the same to everybody who reads them. The gateway chooses the service by
 * the path as it was sent, and the service decodes and normalises it again: a path that the two could read
 * differently ({@code ..}, {@code //}, an encoded slash) would lead past the route table, so it leads nowhere.
 */
public final class RequestTarget {

    private static final String PLAIN_IN_PATH = "-._~!$&'()*+,=:@";
    private static final String PLAIN_IN_QUERY = PLAIN_IN_PATH + ";/?[]";

    private RequestTarget() {}

    /** Whether the path consists of non-empty segments of plain characters; one slash at the end is allowed. */
    public static boolean isPlainPath(String path) {
        int length = path.length();
        int segment = 1;
        if (length == 0 || path.charAt(0) != '/') {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = path.charAt(i);
            if (c == '/') {
                if (!isName(path, segment, i)) {
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
        return segment == length || isName(path, segment, length);
    }

    /** Whether the query, if there is one, is as RFC 3986 has it; services refuse others with a bare 400. */
    public static boolean isPlainQuery(@Nullable String query) {
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

    /** Neither empty nor "." nor "..". */
    private static boolean isName(String path, int from, int to) {
        return switch (to - from) {
            case 0 -> false;
            case 1 -> path.charAt(from) != '.';
            case 2 -> path.charAt(from) != '.' || path.charAt(from + 1) != '.';
            default -> true;
        };
    }

    /** Of a character that would not be a delimiter once decoded, nor be decoded twice: no dot, slash or percent. */
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

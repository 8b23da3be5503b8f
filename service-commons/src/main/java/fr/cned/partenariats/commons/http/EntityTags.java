package fr.cned.partenariats.commons.http;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads the entity tags of a conditional header (RFC 9110, section 8.8.3). A value that is no tag is ignored. */
public final class EntityTags {

    private static final Pattern TAG = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")|(\\*)");

    private static final String ANY = "*";
    private static final String WEAK = "W/";

    private EntityTags() {}

    /** With quotes. */
    static String of(Revisioned view) {
        return '"' + view.entityTag() + view.entityTagSuffix() + '"';
    }

    /** Weak comparison with a tag, which may be weak, for {@code If-None-Match}. */
    public static boolean weaklyMatches(String header, String tag) {
        String opaque = tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
        return tags(header).stream().anyMatch(match -> isAny(match) || opaque.equals(match.group(2)));
    }

    /**
     * Strong comparison, for {@code If-Match}. Compares the revision only: {@code "5-7"} matches revision 5, because
     * the part behind the dash describes embedded data that the request does not change.
     */
    static boolean matchesRevision(String header, long revision) {
        String same = "\"" + revision + '"';
        String withSuffix = "\"" + revision + '-';
        return tags(header).stream()
                .anyMatch(match -> isAny(match)
                        || (match.group(1) == null
                                && (same.equals(match.group(2))
                                        || match.group(2).startsWith(withSuffix))));
    }

    private static boolean isAny(MatchResult match) {
        return ANY.equals(match.group(3));
    }

    private static List<MatchResult> tags(String header) {
        return TAG.matcher(header).results().toList();
    }
}

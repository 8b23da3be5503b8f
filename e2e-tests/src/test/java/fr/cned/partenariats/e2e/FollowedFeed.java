package fr.cned.partenariats.e2e;

import fr.cned.partenariats.e2e.ApiClient.Response;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A copy that a program keeps by a change feed alone. It keeps its cursor, and begins again when the cursor has expired. */
final class FollowedFeed {

    private static final int CURSOR_EXPIRED = 410;

    private final String path;
    private final TreeMap<String, Long> copy = new TreeMap<>();
    private String cursor = "";

    /** @param path of the feed, without parameters */
    FollowedFeed(String path) {
        this.path = path;
    }

    /** Reads to the end, and returns id and revision of each object of the copy. */
    Set<String> read(String token) {
        boolean more = true;
        while (more) {
            Response page = Platform.http().get(token, path + "?limit=100" + cursor);
            if (page.status() == CURSOR_EXPIRED) {
                copy.clear();
                cursor = "";
            } else if (page.status() == 200) {
                page.body()
                        .path("items")
                        .forEach(item -> copy.put(
                                item.path("id").asText(), item.path("revision").asLong(-1)));
                page.body()
                        .path("removed")
                        .forEach(removal -> copy.remove(removal.path("id").asText()));
                cursor = "&cursor=" + page.body().path("next").asText();
                more = page.body().path("more").asBoolean();
            } else {
                throw new AssertionError(path + ": " + page);
            }
        }
        Set<String> objects = new TreeSet<>();
        copy.forEach((id, revision) -> objects.add(id + " " + revision));
        return objects;
    }
}

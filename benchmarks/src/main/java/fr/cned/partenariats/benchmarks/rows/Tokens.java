package fr.cned.partenariats.benchmarks.rows;

import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.http.FreshToken;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Access tokens of clients of a platform. A token is valid for the length of a round. */
public final class Tokens {

    private final LocalPlatform platform;
    private final Map<String, FreshToken> known = new ConcurrentHashMap<>();

    public Tokens(LocalPlatform platform) {
        this.platform = platform;
    }

    /** The value of the header {@code Authorization}. */
    public String bearer(String client) {
        return "Bearer " + token(client);
    }

    public String token(String client) {
        return known.computeIfAbsent(client, id -> new FreshToken(() -> platform.token(platform.client(id))))
                .get();
    }
}

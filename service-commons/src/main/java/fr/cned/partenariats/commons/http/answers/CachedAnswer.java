package fr.cned.partenariats.commons.http.answers;

import fr.cned.partenariats.commons.changelog.LoggedChange;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes and headers of a successful read, with what they show.
 *
 * @param shows the objects; without an id all of the type
 * @param lifetime how long it can be used when no object of {@code shows} changes
 */
record CachedAnswer(
        Key key,
        Set<LoggedChange> shows,
        String pathTemplate,
        String tag,
        CharSequence contentType,
        List<Header> headers,
        Buffer body,
        Duration lifetime) {

    /**
     * Callers with the same roles and scopes get the same answer, when it depends on a tenant only callers of one tenant.
     *
     * @param tenant null for a caller without one, and when the answer depends on no tenant
     */
    record Key(
            String uri,
            Set<String> roles,
            @Nullable String scopes,
            boolean dependsOnTenant,
            @Nullable UUID tenant) {

        static Key shared(String uri, Set<String> roles, @Nullable String scopes) {
            return new Key(uri, roles, scopes, false, null);
        }

        Key of(Optional<UUID> tenantOfCaller) {
            return new Key(uri, roles, scopes, true, tenantOfCaller.orElse(null));
        }
    }

    record Header(CharSequence name, CharSequence value) {}

    int weight() {
        return body.length() + key.uri().length() + 1024;
    }
}

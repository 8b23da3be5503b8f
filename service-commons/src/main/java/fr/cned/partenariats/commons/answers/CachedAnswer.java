package fr.cned.partenariats.commons.answers;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bytes and headers of a successful read, with what they show. */
final class CachedAnswer {

    /** Callers with the same roles and scopes get the same answer. */
    record Key(String uri, Set<String> roles, @Nullable String scopes) {}

    record Header(CharSequence name, CharSequence value) {}

    /** The object that the answer shows, and the version that was read. */
    record Subject(String kind, UUID id, String version) {}

    final Key key;
    final Subject subject;
    final String pathTemplate;
    final String tag;
    final CharSequence contentType;
    final List<Header> headers;
    final Buffer body;

    private volatile long validAtNanos;
    private volatile boolean used;

    CachedAnswer(
            Key key,
            Subject subject,
            String pathTemplate,
            String tag,
            CharSequence contentType,
            List<Header> headers,
            byte[] body,
            long validAtNanos) {
        this.key = key;
        this.subject = subject;
        this.pathTemplate = pathTemplate;
        this.tag = tag;
        this.contentType = contentType;
        this.headers = headers;
        this.body = Buffer.buffer(body);
        this.validAtNanos = validAtNanos;
    }

    /** The approximate number of bytes in memory. */
    int weight() {
        return body.length() + key.uri().length() + 1024;
    }

    long ageNanos(long now) {
        return now - validAtNanos;
    }

    /** The answer is known to be valid at this time. */
    void validAt(long nanos) {
        validAtNanos = nanos;
    }

    void use() {
        if (!used) {
            used = true;
        }
    }

    /** Whether the answer was used since the last call. */
    boolean takeUse() {
        boolean before = used;
        used = false;
        return before;
    }

    /** Weak comparison with one tag, as {@code If-None-Match} requires. Null for a header that is not one tag. */
    @Nullable
    Boolean matches(String ifNoneMatch) {
        if (ifNoneMatch.indexOf(',') >= 0 || ifNoneMatch.indexOf('*') >= 0) {
            return null;
        }
        return withoutWeakness(ifNoneMatch.strip()).equals(withoutWeakness(tag));
    }

    private static String withoutWeakness(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}

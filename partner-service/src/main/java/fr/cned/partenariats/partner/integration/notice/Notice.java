package fr.cned.partenariats.partner.integration.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.partner.integration.people.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A fact that people are told of once.
 *
 * @param partnerId the partner whose people are told
 * @param sequence tells two facts of the kind about one object apart
 * @param dueAt since when people are told
 */
public record Notice(NoticeKind kind, UUID partnerId, UUID objectId, long sequence, Instant dueAt) {

    /** Follows from the fact: a receipt also holds for a notice that was withdrawn and added again. */
    UUID id() {
        return UUID.nameUUIDFromBytes(
                String.join(" ", kind.name(), partnerId.toString(), objectId.toString(), Long.toString(sequence))
                        .getBytes(UTF_8));
    }

    /** A fact that happens once to an object. */
    public static Notice once(NoticeKind kind, UUID partnerId, UUID objectId, Instant at) {
        return new Notice(kind, partnerId, objectId, 0, at);
    }

    /** A fact that can happen to an object again. */
    public static Notice at(NoticeKind kind, UUID partnerId, UUID objectId, Instant at) {
        return new Notice(kind, partnerId, objectId, at.getEpochSecond(), at);
    }

    /** The same, some time before the fact, or now when it is nearer. */
    public Notice dueBefore(Duration ahead, Instant now) {
        Instant begins = dueAt.minus(ahead);
        return new Notice(kind, partnerId, objectId, sequence, begins.isAfter(now) ? begins : now);
    }
}

package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A student was registered, corrected, merged or erased. The event has ids only.
 * Contract: contract/events/student-changed.v1.schema.json.
 */
record StudentChanged(
        UUID id,
        long revision,
        State state,
        UUID partnerId,
        @Nullable UUID mergedInto,
        Instant changedAt) implements StateEvent {

    enum State {
        REGISTERED,
        /** It is an alias of the student in {@code mergedInto}. */
        MERGED,
        ERASED
    }

    static StudentChanged of(Student student) {
        State living = student.mergedInto() == null ? State.REGISTERED : State.MERGED;
        return new StudentChanged(
                student.id(),
                student.revision(),
                student.isErased() ? State.ERASED : living,
                student.partnerId(),
                student.mergedInto(),
                student.changedAt());
    }
}

package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.events.relay.StateEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Event: the current state of an enrollment. {@code promotedAt} tells a promotion from the waiting list from an approval. The student is an opaque id, because events carry no personal data.
 * Contract: contract/events/enrollment-changed.v1.schema.json.
 */
public record EnrollmentChanged(
        UUID id,
        long revision,
        EnrollmentState state,
        UUID studentId,
        UUID partnerId,
        @Nullable String reference,
        @Nullable List<OtherCode> otherCodes,
        @Nullable RemoteState remoteState,
        UUID agreementId,
        UUID offeringId,
        UUID trainingId,
        @Nullable UUID siteId,
        String academicYear,
        @Nullable Instant promotedAt,
        @Nullable Hold hold,
        @Nullable ExamResult result,
        @Nullable Dossier opcoDossier,
        Instant changedAt)
        implements StateEvent {

    /** The dossier at the OPCO, without its numbers and amounts. */
    public record Dossier(Opco opco, @Nullable OpcoState state, Instant since) {

        private static @Nullable Dossier of(@Nullable OpcoDossier dossier) {
            return dossier == null ? null : new Dossier(dossier.opco(), dossier.state(), dossier.since());
        }
    }

    public static EnrollmentChanged of(Enrollment e) {
        return new EnrollmentChanged(
                e.id(),
                e.revision(),
                e.state(),
                e.personId(),
                e.partnerId(),
                e.reference(),
                e.otherCodes(),
                e.details().remoteState(),
                e.agreementId(),
                e.offeringId(),
                e.trainingId(),
                e.siteId(),
                e.academicYear(),
                e.promotedAt(),
                e.hold(),
                e.result(),
                Dossier.of(e.dossier()),
                e.changedAt());
    }
}

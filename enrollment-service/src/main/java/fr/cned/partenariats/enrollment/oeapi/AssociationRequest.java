package fr.cned.partenariats.enrollment.oeapi;

import fr.cned.partenariats.commons.http.oeapi.Oeapi;
import fr.cned.partenariats.enrollment.Reference;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
import fr.cned.partenariats.enrollment.enrollment.FundingLineRequest;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The request to enroll a student, in the words of OEAPI.
 *
 * @param state required by the standard; the platform decides it
 */
public record AssociationRequest(
        @NotNull UUID associationId,
        @NotNull @Pattern(regexp = EnrollmentMapper.STUDENT) String role,

        @NotNull @Pattern(regexp = "pending|associated|queued")
        String state,

        @Nullable @Pattern(regexp = AssociationService.REMOTE_STATES)
        String remoteState,

        @NotNull UUID programmeOfferingId,
        @NotNull UUID personId,
        @NotNull @Valid Terms consumer) {

    /** What the platform must know beside the standard. */
    public record Terms(
            @NotNull @Pattern(regexp = Oeapi.CONSUMER) String consumerKey,
            @Nullable UUID partnerId,
            @NotNull UUID agreementId,
            @Nullable UUID siteId,
            @Nullable @Reference String reference,
            @Nullable @Size(max = 10) List<@NotNull @Valid FundingLineRequest> fundings) {}

    EnrollmentRequest registration() {
        return new EnrollmentRequest(
                consumer.reference(),
                null,
                personId,
                null,
                consumer.partnerId(),
                consumer.agreementId(),
                programmeOfferingId,
                consumer.siteId(),
                consumer.fundings(),
                null,
                null);
    }

    /** Where a field of a registration is in this request. */
    static String pointer(String ofRegistration) {
        return switch (ofRegistration) {
            case "" -> "";
            case "/studentId" -> "/personId";
            case "/offeringId" -> "/programmeOfferingId";
            default -> "/consumer" + ofRegistration;
        };
    }

    /** The fundings can have changed since. */
    boolean isOf(EnrollmentView enrollment) {
        return programmeOfferingId.equals(enrollment.offeringId())
                && personId.equals(enrollment.studentId())
                && (consumer.partnerId() == null || consumer.partnerId().equals(enrollment.partnerId()))
                && consumer.agreementId().equals(enrollment.agreementId())
                && Objects.equals(consumer.siteId(), enrollment.siteId())
                && Objects.equals(consumer.reference(), enrollment.reference());
    }
}

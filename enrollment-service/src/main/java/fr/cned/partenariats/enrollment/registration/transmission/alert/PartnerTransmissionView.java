package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a partner sent recently, and what it usually sends. */
public record PartnerTransmissionView(
        UUID partnerId,
        @Nullable LocalDate lastSentOn,
        int sendingDays,
        @Nullable Integer usualGap,
        @Nullable Integer currentGap,
        long sentInLastWeek,
        long sentInUsualWeek,
        long percentRefusedInLastWeek,
        long percentRefusedBefore,
        List<ConditionView> conditions) {

    @Schema(name = "PartnerTransmissionCondition")
    public record ConditionView(TransmissionCondition condition, String reason) {}

    static PartnerTransmissionView of(UUID partnerId, SendingRhythm rhythm, ProblemRenderer texts) {
        return new PartnerTransmissionView(
                partnerId,
                rhythm.lastSentOn(),
                rhythm.sendingDays(),
                rhythm.usualGap(),
                rhythm.lastSentOn() == null ? null : rhythm.currentGap(),
                rhythm.recent().sent(),
                rhythm.usualWeek(),
                rhythm.recent().percentRefused(),
                rhythm.before().percentRefused(),
                rhythm.findings().stream()
                        .map(finding -> new ConditionView(finding.condition(), finding.text(texts)))
                        .toList());
    }
}

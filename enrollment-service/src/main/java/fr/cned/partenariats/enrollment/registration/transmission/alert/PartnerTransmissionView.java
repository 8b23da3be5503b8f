package fr.cned.partenariats.enrollment.registration.transmission.alert;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a partner sent recently, and what it usually sends.
 *
 * @param lastSentOn absent when it sent nothing in 180 days
 * @param usualGap absent when the days are too few to tell
 * @param currentGap absent when it sent nothing in 180 days
 * @param conditions what is unusual; empty when nothing is
 */
@Schema(name = "PartnerTransmission")
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

    /** A condition that holds now. */
    @Schema(name = "PartnerTransmissionCondition")
    public record ConditionView(TransmissionCondition condition, String reason) {}

    static PartnerTransmissionView of(UUID partnerId, SendingRhythm rhythm, TransmissionReasons reasons) {
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
                        .map(finding -> new ConditionView(finding.condition(), reasons.text(finding)))
                        .toList());
    }
}

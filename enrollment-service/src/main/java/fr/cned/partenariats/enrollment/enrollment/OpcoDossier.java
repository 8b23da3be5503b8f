package fr.cned.partenariats.enrollment.enrollment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dossier of an apprenticeship contract at its OPCO, as the OPCO reported it last.
 *
 * @param internalNumber the OPCO's number; null after the erasure of the student, as the other numbers
 * @param externalNumber the number in the training centre's software
 * @param state null until the OPCO has reported one
 * @param since when this state was reported first; without a state when the dossier was recorded
 * @param committed what the OPCO pays, for the whole contract; null until it is known, as the instalments
 */
public record OpcoDossier(
        Opco opco,
        @Nullable String internalNumber,
        @Nullable String externalNumber,
        @Nullable String decaNumber,
        @Nullable OpcoState state,
        Instant since,
        @Nullable BigDecimal committed,
        @Nullable List<Instalment> instalments) {

    /**
     * A part of what the OPCO pays.
     *
     * @param dueOn the day from which the centre may invoice it
     */
    public record Instalment(int number, @Nullable LocalDate dueOn, BigDecimal amount, BigDecimal paid) {}

    /** With two decimals: a report of the same amount is no change. */
    public static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }

    static OpcoDossier recorded(Opco opco, String internalNumber, Instant now) {
        return new OpcoDossier(opco, internalNumber, null, null, null, now, null, null);
    }

    /** What a report leaves out stays known. */
    OpcoDossier updated(OpcoDossier report) {
        return new OpcoDossier(
                opco,
                internalNumber,
                report.externalNumber == null ? externalNumber : report.externalNumber,
                report.decaNumber == null ? decaNumber : report.decaNumber,
                report.state,
                report.state == state ? since : report.since,
                report.committed == null ? committed : report.committed,
                report.instalments == null ? instalments : report.instalments);
    }

    OpcoDossier erased() {
        return new OpcoDossier(opco, null, null, null, state, since, committed, instalments);
    }

    /** As in the column {@code opco_dossier}; null after an erasure. */
    public @Nullable String key() {
        return internalNumber == null ? null : opco + " " + internalNumber;
    }
}

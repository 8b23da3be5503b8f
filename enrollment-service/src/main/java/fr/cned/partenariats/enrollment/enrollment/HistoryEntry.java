package fr.cned.partenariats.enrollment.enrollment;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One change of state, price, site, result, remote state or OPCO dossier in the history of an enrollment.
 *
 * @param from absent for the first entry; equal to {@code to} when only the price, a payer, the site, the result, the
 *     remote state or the dossier at the OPCO changed
 * @param effectiveOn the day from which a withdrawal or a result counts in statistics: that of the withdrawal or of the
 *     jury's decision; absent when the change counts from {@code at}
 * @param fundings the funding lines until this change; absent when their payers and amounts did not change, and none
 *     was ruptured
 * @param refund what is paid back after a withdrawal; absent without one
 * @param remoteState the state in the partner's system from this change on; absent when it did not change
 * @param dossier the dossier at the OPCO from this change on; absent when it did not change
 * @param distinctPerson true when the request said that another enrolled student with the same names, birth date and
 *     birth place is another person; absent otherwise
 */
@Schema(name = "EnrollmentHistoryEntry")
public record HistoryEntry(
        @Nullable EnrollmentState from,
        EnrollmentState to,
        Instant at,
        @Nullable LocalDate effectiveOn,
        String by,
        @Nullable String reason,
        @Nullable Boolean distinctPerson,
        @Nullable BigDecimal price,
        @Nullable SiteChange siteChange,
        @Nullable ExamResult result,
        @Nullable List<FundingLine> fundings,
        @Nullable BigDecimal refund,
        @Nullable RemoteState remoteState,
        @Nullable OpcoDossier dossier) {

    static HistoryEntry of(
            @Nullable EnrollmentState from, EnrollmentState to, Instant at, String by, @Nullable String reason) {
        return new HistoryEntry(from, to, at, null, by, reason, null, null, null, null, null, null, null, null);
    }

    HistoryEntry visibleTo(TenantScope reader) {
        return with(
                ActorNames.shown(by, reader),
                reason,
                siteChange == null ? null : siteChange.visibleTo(reader),
                result,
                line -> line.withVisibleActor(reader),
                dossier);
    }

    HistoryEntry erased() {
        return with(
                by,
                null,
                siteChange,
                result == null ? null : result.erased(),
                FundingLine::withoutFreeText,
                dossier == null ? null : dossier.erased());
    }

    private HistoryEntry with(
            String actor,
            @Nullable String why,
            @Nullable SiteChange move,
            @Nullable ExamResult exam,
            UnaryOperator<FundingLine> eachLine,
            @Nullable OpcoDossier reported) {
        return new HistoryEntry(
                from,
                to,
                at,
                effectiveOn,
                actor,
                why,
                distinctPerson,
                price,
                move,
                exam,
                fundings == null ? null : fundings.stream().map(eachLine).toList(),
                refund,
                remoteState,
                reported);
    }
}

package fr.cned.partenariats.partner.agreement.terms;

import fr.cned.partenariats.commons.base.codes.AcademicYears;
import fr.cned.partenariats.commons.base.ids.Ids;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole content of an agreement as one immutable value. Merge patches of drafts and amendments apply to
 * this document; the history keeps each version of it.
 */
public record AgreementTerms(
        @Size(min = 1, max = 200) @Nullable String title,
        @Size(max = 20) List<@Valid @NotNull Party> parties,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @Valid Scope scope,
        @Size(max = AgreementTerms.MOST_QUOTAS) List<@Valid @NotNull SeatQuota> seatQuotas,
        @Valid @Nullable Tariff tariff,
        @Size(max = 5) List<@Valid @NotNull AgreedFunding> fundings,
        @Valid @Nullable Refund refund,
        @Min(1) @Max(168) @Nullable Integer minWeeklyAttendanceHours,
        @Size(max = 12) List<@Valid @NotNull Adaptation> adaptations) {

    public static final int MOST_QUOTAS = 100;

    public static final AgreementTerms NONE = new AgreementTerms(
            null, List.of(), null, null, Scope.ALL, List.of(), null, List.of(), null, null, List.of());

    /** Copies keep null elements, which the constraints refuse with their pointer. */
    public AgreementTerms {
        parties = parties == null ? List.of() : parties.stream().toList();
        scope = scope == null ? Scope.ALL : scope;
        seatQuotas = seatQuotas == null ? List.of() : seatQuotas.stream().toList();
        fundings = fundings == null ? List.of() : fundings.stream().toList();
        adaptations = adaptations == null ? List.of() : adaptations.stream().toList();
    }

    public List<UUID> partnerIds() {
        return parties.stream().map(Party::partnerId).toList();
    }

    public List<FundingKind> fundingKinds() {
        return fundings.stream().map(AgreedFunding::kind).toList();
    }

    /** The codes of all trainings that the scope or a quota names. */
    public Stream<String> namedTrainings() {
        return Stream.concat(scope.trainingCodes().stream(), trainingsOf(seatQuotas));
    }

    public static Stream<String> trainingsOf(List<SeatQuota> quotas) {
        return quotas.stream().map(SeatQuota::trainingCode).flatMap(Stream::ofNullable);
    }

    /**
     * Gives each quota its id: the last id that a quota for the same subject had, otherwise a new one. A removed
     * quota that returns keeps its id; with a new id, its used seats would be available a second time.
     *
     * @param earlier all quotas that the agreement ever had, oldest first
     */
    public AgreementTerms withQuotaIds(List<SeatQuota> earlier) {
        Map<SeatQuota.Subject, UUID> known = new HashMap<>();
        earlier.forEach(quota -> known.put(quota.subject(), quota.requiredId()));
        return withSeatQuotas(seatQuotas.stream()
                .map(quota -> quota.withId(known.getOrDefault(quota.subject(), Ids.next())))
                .toList());
    }

    Map<SeatQuota.Subject, UUID> quotaIds() {
        return seatQuotas.stream()
                .filter(quota -> quota.id() != null)
                .collect(Collectors.toMap(SeatQuota::subject, SeatQuota::requiredId));
    }

    AgreementTerms withSeatQuotas(List<SeatQuota> quotas) {
        return new AgreementTerms(
                title,
                parties,
                startsOn,
                endsOn,
                scope,
                quotas,
                tariff,
                fundings,
                refund,
                minWeeklyAttendanceHours,
                adaptations);
    }

    private AgreementTerms withDates(@Nullable LocalDate start, @Nullable LocalDate end) {
        return new AgreementTerms(
                title,
                parties,
                start,
                end,
                scope,
                seatQuotas,
                tariff,
                fundings,
                refund,
                minWeeklyAttendanceHours,
                adaptations);
    }

    /**
     * The effective terms of a specific agreement: a field that it does not set comes from its framework.
     * The title, parties and seats are not inherited: the framework's seats are a ceiling.
     */
    public AgreementTerms inheriting(AgreementTerms framework) {
        return new AgreementTerms(
                title,
                parties,
                startsOn == null ? framework.startsOn : startsOn,
                endsOn == null ? framework.endsOn : endsOn,
                scope.orElse(framework.scope),
                seatQuotas,
                tariff == null ? framework.tariff : tariff,
                fundings.isEmpty() ? framework.fundings : fundings,
                refund == null ? framework.refund : refund,
                minWeeklyAttendanceHours == null ? framework.minWeeklyAttendanceHours : minWeeklyAttendanceHours,
                adaptations.isEmpty() ? framework.adaptations : adaptations);
    }

    /** The terms of a new agreement: unset fields are copied once, except title, dates, parties and seats. */
    public AgreementTerms copyingFrom(AgreementTerms model) {
        return inheriting(model).withDates(startsOn, endsOn);
    }

    /**
     * The terms of a renewal. It has the quotas of each academic year that its term touches, such as the one in the
     * middle of which it starts, and those of the last year again for the next one. After a gap the quotas of the last
     * year are moved to the year in which the renewal starts. The result can have more than {@link #MOST_QUOTAS}.
     */
    public AgreementTerms renewed(LocalDate newStart, @Nullable LocalDate newEnd) {
        String lastYear = seatQuotas.stream()
                .map(SeatQuota::academicYear)
                .max(Comparator.naturalOrder())
                .orElse("");
        List<SeatQuota> last = seatQuotas.stream()
                .filter(quota -> quota.academicYear().equals(lastYear))
                .toList();
        List<SeatQuota> copied = Stream.concat(
                        seatQuotas.stream().map(quota -> quota.movedTo(quota.academicYear())),
                        last.stream().map(quota -> quota.movedTo(AcademicYears.following(lastYear))))
                .filter(quota -> AcademicYears.touches(quota.academicYear(), newStart, newEnd))
                .toList();
        if (copied.isEmpty()) {
            String first = AcademicYears.of(newStart);
            copied = last.stream().map(quota -> quota.movedTo(first)).toList();
        }
        return withDates(newStart, newEnd).withSeatQuotas(copied);
    }

    /** These terms without quotas of an academic year for which the other terms have one. */
    public AgreementTerms withoutYearsOf(AgreementTerms other) {
        Set<String> years =
                other.seatQuotas.stream().map(SeatQuota::academicYear).collect(Collectors.toSet());
        return withSeatQuotas(seatQuotas.stream()
                .filter(quota -> !years.contains(quota.academicYear()))
                .toList());
    }
}

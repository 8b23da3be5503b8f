package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.ids.Ids;
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
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the parties agree on: the whole content of an agreement, as one immutable value. A merge patch
 * of a draft, and the changes of an amendment, apply to this document; the history keeps each version of it.
 */
public record AgreementTerms(
        @Size(max = 20) List<@Valid @NotNull Party> parties,
        @Nullable LocalDate startsOn,
        @Nullable LocalDate endsOn,
        @Valid Scope scope,
        @Size(max = 200) List<@Valid @NotNull SeatQuota> seatQuotas,
        @Valid @Nullable Tariff tariff,
        @Size(max = 5) List<@Valid @NotNull AgreedFunding> fundings,
        @Min(1) @Max(168) @Nullable Integer minWeeklyAttendanceHours,
        @Size(max = 50) List<@Valid @NotNull Adaptation> adaptations) {

    static final AgreementTerms NONE =
            new AgreementTerms(List.of(), null, null, Scope.ALL, List.of(), null, List.of(), null, List.of());

    public AgreementTerms {
        parties = parties == null ? List.of() : List.copyOf(parties);
        scope = scope == null ? Scope.ALL : scope;
        seatQuotas = seatQuotas == null ? List.of() : List.copyOf(seatQuotas);
        fundings = fundings == null ? List.of() : List.copyOf(fundings);
        adaptations = adaptations == null ? List.of() : List.copyOf(adaptations);
    }

    List<UUID> partnerIds() {
        return parties.stream().map(Party::partnerId).toList();
    }

    List<FundingKind> fundingKinds() {
        return fundings.stream().map(AgreedFunding::kind).toList();
    }

    /** All trainings that are named, in the scope or by a quota. */
    Stream<String> namedTrainings() {
        return Stream.concat(
                scope.trainingCodes().stream(),
                seatQuotas.stream().map(SeatQuota::trainingCode).flatMap(Stream::ofNullable));
    }

    /**
     * Gives each quota its id: the last that one for the same had, be it that it was taken out since, else a
     * new one. With another id the seats that are used already would be there a second time.
     */
    AgreementTerms withQuotaIds(List<SeatQuota> earlier) {
        Map<SeatQuota.Subject, UUID> known = new HashMap<>();
        earlier.forEach(quota -> known.put(quota.subject(), quota.keptId()));
        return withSeatQuotas(seatQuotas.stream()
                .map(quota -> quota.withId(known.getOrDefault(quota.subject(), Ids.next())))
                .toList());
    }

    Map<SeatQuota.Subject, UUID> quotaIds() {
        return seatQuotas.stream()
                .filter(quota -> quota.id() != null)
                .collect(Collectors.toMap(SeatQuota::subject, SeatQuota::id));
    }

    AgreementTerms withSeatQuotas(List<SeatQuota> quotas) {
        return new AgreementTerms(
                parties, startsOn, endsOn, scope, quotas, tariff, fundings, minWeeklyAttendanceHours, adaptations);
    }

    /**
     * What holds for a specific agreement: what it does not set itself, its framework sets. Parties and
     * seats are each agreement's own: a seat has one quota, and the framework's seats are a ceiling.
     */
    AgreementTerms under(AgreementTerms framework) {
        return new AgreementTerms(
                parties,
                startsOn == null ? framework.startsOn : startsOn,
                endsOn == null ? framework.endsOn : endsOn,
                scope.orElse(framework.scope),
                seatQuotas,
                tariff == null ? framework.tariff : tariff,
                fundings.isEmpty() ? framework.fundings : fundings,
                minWeeklyAttendanceHours == null ? framework.minWeeklyAttendanceHours : minWeeklyAttendanceHours,
                adaptations.isEmpty() ? framework.adaptations : adaptations);
    }

    /** The terms of a new agreement on a model: a copy, once and for all, of what is not set. Dates are no model. */
    AgreementTerms onModel(AgreementTerms model) {
        AgreementTerms copied = under(model);
        return new AgreementTerms(
                parties,
                startsOn,
                endsOn,
                copied.scope,
                seatQuotas,
                copied.tariff,
                copied.fundings,
                copied.minWeeklyAttendanceHours,
                copied.adaptations);
    }

    /** The terms to renew an agreement with: its last year's quotas, each moved on to the next year. */
    AgreementTerms renewed(LocalDate newStart, @Nullable LocalDate newEnd) {
        String lastYear = seatQuotas.stream()
                .map(SeatQuota::academicYear)
                .max(Comparator.naturalOrder())
                .orElse("");
        List<SeatQuota> moved = seatQuotas.stream()
                .filter(quota -> quota.academicYear().equals(lastYear))
                .map(SeatQuota::forNextYear)
                .toList();
        return new AgreementTerms(
                parties, newStart, newEnd, scope, moved, tariff, fundings, minWeeklyAttendanceHours, adaptations);
    }
}

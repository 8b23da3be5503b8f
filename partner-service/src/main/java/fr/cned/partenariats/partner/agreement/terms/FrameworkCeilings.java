package fr.cned.partenariats.partner.agreement.terms;

import static fr.cned.partenariats.partner.PartnerProblem.CEILING_EXCEEDED;
import static fr.cned.partenariats.partner.PartnerProblem.NARROWER_CEILING;

import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The limits that a framework sets for its specific agreements: dates, scope, fundings, adaptations and tariff per
 * agreement, seats for all agreements together. A field that the framework does not set is no limit.
 *
 * @param framework the terms of the framework
 * @param familyOf family by training code, for the trainings that are known
 */
public record FrameworkCeilings(AgreementTerms framework, Map<String, String> familyOf) {

    /** @param allocated the framework's seats that are allocated besides the quotas of these terms */
    public List<Violation> violations(AgreementTerms own, List<SeatQuota> allocated) {
        List<Violation> violations = new ArrayList<>();
        checkDates(own, violations);
        own.scope()
                .exceeding(framework.scope(), familyOf)
                .forEach(restriction -> violations.add(
                        exceeded("/scope/" + restriction, framework.scope().limit(restriction))));
        if (!framework.fundings().isEmpty() && !framework.fundingKinds().containsAll(own.fundingKinds())) {
            violations.add(exceeded("/fundings", joined(framework.fundingKinds())));
        }
        if (!framework.adaptations().isEmpty() && !codes(framework).containsAll(codes(own))) {
            violations.add(exceeded("/adaptations", joined(codes(framework))));
        }
        if (own.tariff() != null && framework.tariff() != null && own.tariff().exceeds(framework.tariff())) {
            violations.add(exceeded("/tariff", framework.tariff().limit()));
        }
        if (!framework.seatQuotas().isEmpty()) {
            checkSeats(own.seatQuotas(), allocated, violations);
            checkNarrowerCeilings(own.seatQuotas(), violations);
        }
        return violations;
    }

    private void checkDates(AgreementTerms own, List<Violation> violations) {
        LocalDate first = framework.startsOn() == null ? LocalDate.MIN : framework.startsOn();
        LocalDate last = framework.endsOn() == null ? LocalDate.MAX : framework.endsOn();
        checkDate("/startsOn", own.startsOn(), first, last, violations);
        checkDate("/endsOn", own.endsOn(), first, last, violations);
    }

    private static void checkDate(
            String pointer, @Nullable LocalDate day, LocalDate first, LocalDate last, List<Violation> violations) {
        if (day != null && day.isBefore(first)) {
            violations.add(exceeded(pointer, first));
        }
        if (day != null && day.isAfter(last)) {
            violations.add(exceeded(pointer, last));
        }
    }

    /** Each quota must fit into every ceiling that covers it, and at least one ceiling must cover it. */
    private void checkSeats(List<SeatQuota> own, List<SeatQuota> allocated, List<Violation> violations) {
        for (int i = 0; i < own.size(); i++) {
            SeatQuota quota = own.get(i);
            OptionalLong left = framework.seatQuotas().stream()
                    .filter(ceiling -> ceiling.subject().covers(quota.subject(), familyOf))
                    .mapToLong(ceiling -> ceiling.seats()
                            - ceiling.sumOfCovered(own, familyOf)
                            - ceiling.sumOfCovered(allocated, familyOf)
                            + quota.seats())
                    .min();
            if (left.isEmpty() || quota.seats() > left.getAsLong()) {
                violations.add(exceeded("/seatQuotas/" + i + "/seats", Math.max(left.orElse(0), 0)));
            }
        }
    }

    /**
     * All seats of a general quota could be used for a family or training that the framework limits more narrowly.
     * The agreement must therefore have its own quota for that family or training.
     */
    private void checkNarrowerCeilings(List<SeatQuota> own, List<Violation> violations) {
        Set<SeatQuota.Subject> set = own.stream().map(SeatQuota::subject).collect(Collectors.toSet());
        List<SeatQuota> narrower = framework.seatQuotas().stream()
                .filter(ceiling -> !set.contains(ceiling.subject()))
                .toList();
        for (int i = 0; i < own.size(); i++) {
            SeatQuota quota = own.get(i);
            String pointer = "/seatQuotas/" + i;
            narrower.stream()
                    .filter(ceiling -> quota.subject().covers(ceiling.subject(), familyOf))
                    .forEach(ceiling -> violations.add(new Violation(
                            pointer,
                            NARROWER_CEILING,
                            ceiling.subject().label(),
                            ceiling.seats().toString())));
        }
    }

    private static String joined(List<?> allowed) {
        return allowed.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static List<String> codes(AgreementTerms terms) {
        return terms.adaptations().stream().map(Adaptation::code).toList();
    }

    private static Violation exceeded(String pointer, Object ceiling) {
        return new Violation(
                pointer, CEILING_EXCEEDED, ceiling instanceof LocalDate ? ceiling : String.valueOf(ceiling));
    }
}

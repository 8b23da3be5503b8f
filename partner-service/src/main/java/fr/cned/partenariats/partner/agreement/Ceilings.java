package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.CEILING_EXCEEDED;

import fr.cned.partenariats.commons.problem.Violation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a specific agreement may not exceed: its framework's dates, scope, fundings, adaptations and
 * tariff by itself, and the framework's seats together with the framework's other specific agreements.
 * What the framework leaves open is no ceiling.
 */
final class Ceilings {

    private Ceilings() {}

    /** @param others the terms of the framework's other specific agreements that are live */
    static List<Violation> violations(AgreementTerms own, AgreementTerms framework, Collection<AgreementTerms> others) {
        List<Violation> violations = new ArrayList<>();
        dates(own, framework, violations);
        own.scope()
                .exceeding(framework.scope())
                .forEach(restriction -> violations.add(exceeded("/scope/" + restriction, "scope")));
        if (!framework.fundings().isEmpty() && !framework.fundingKinds().containsAll(own.fundingKinds())) {
            violations.add(exceeded("/fundings", framework.fundingKinds()));
        }
        if (!framework.adaptations().isEmpty() && !codes(framework).containsAll(codes(own))) {
            violations.add(exceeded("/adaptations", codes(framework)));
        }
        if (own.tariff() != null && framework.tariff() != null && own.tariff().exceeds(framework.tariff())) {
            violations.add(exceeded("/tariff", "tariff"));
        }
        if (!framework.seatQuotas().isEmpty()) {
            seats(own, framework, others, violations);
        }
        return violations;
    }

    private static void dates(AgreementTerms own, AgreementTerms framework, List<Violation> violations) {
        LocalDate first = framework.startsOn() == null ? LocalDate.MIN : framework.startsOn();
        LocalDate last = framework.endsOn() == null ? LocalDate.MAX : framework.endsOn();
        if (own.startsOn() != null && own.startsOn().isBefore(first)) {
            violations.add(exceeded("/startsOn", first));
        }
        if (own.startsOn() != null && own.startsOn().isAfter(last)) {
            violations.add(exceeded("/startsOn", last));
        }
        if (own.endsOn() != null && own.endsOn().isBefore(first)) {
            violations.add(exceeded("/endsOn", first));
        }
        if (own.endsOn() != null && own.endsOn().isAfter(last)) {
            violations.add(exceeded("/endsOn", last));
        }
    }

    private static void seats(
            AgreementTerms own,
            AgreementTerms framework,
            Collection<AgreementTerms> others,
            List<Violation> violations) {
        for (int i = 0; i < own.seatQuotas().size(); i++) {
            SeatQuota quota = own.seatQuotas().get(i);
            List<SeatQuota> over = framework.seatQuotas().stream()
                    .filter(ceiling -> ceiling.subject().covers(quota.subject()))
                    .toList();
            Long left = over.stream()
                    .map(ceiling -> ceiling.seats() - taken(ceiling, own, others) + quota.seats())
                    .min(Long::compare)
                    .orElse(null);
            if (left == null || quota.seats() > left) {
                violations.add(exceeded("/seatQuotas/" + i + "/seats", left == null ? 0 : Math.max(left, 0)));
            }
        }
    }

    private static long taken(SeatQuota ceiling, AgreementTerms own, Collection<AgreementTerms> others) {
        long sum = covered(ceiling, own);
        for (AgreementTerms other : others) {
            sum += covered(ceiling, other);
        }
        return sum;
    }

    private static long covered(SeatQuota ceiling, AgreementTerms terms) {
        return terms.seatQuotas().stream()
                .filter(quota -> ceiling.subject().covers(quota.subject()))
                .mapToLong(SeatQuota::seats)
                .sum();
    }

    private static List<String> codes(AgreementTerms terms) {
        return terms.adaptations().stream().map(Adaptation::code).toList();
    }

    private static Violation exceeded(String pointer, Object ceiling) {
        return new Violation(pointer, CEILING_EXCEEDED, String.valueOf(ceiling));
    }
}

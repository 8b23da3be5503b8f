package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.CEILING_EXCEEDED;
import static fr.cned.partenariats.partner.PartnerProblem.NARROWER_CEILING;

import fr.cned.partenariats.commons.problem.Violation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a specific agreement may not exceed: its framework's dates, scope, fundings, adaptations and
 * tariff by itself, and the framework's seats together with what others hold of them.
 * What the framework leaves open is no ceiling.
 *
 * @param framework the terms of the framework
 * @param familyOf by training code, as far as the catalogue has told
 */
record Ceilings(AgreementTerms framework, Map<String, String> familyOf) {

    /** @param held what is not free any more of the framework's seats, the own quotas apart */
    List<Violation> violations(AgreementTerms own, List<SeatQuota> held) {
        List<Violation> violations = new ArrayList<>();
        dates(own, violations);
        own.scope()
                .exceeding(framework.scope(), familyOf)
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
            seats(own.seatQuotas(), held, violations);
            withinNarrower(own.seatQuotas(), violations);
        }
        return violations;
    }

    private void dates(AgreementTerms own, List<Violation> violations) {
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

    /** Each quota must come out of one of the framework's, and out of all that cover it. */
    private void seats(List<SeatQuota> own, List<SeatQuota> held, List<Violation> violations) {
        for (int i = 0; i < own.size(); i++) {
            SeatQuota quota = own.get(i);
            OptionalLong left = framework.seatQuotas().stream()
                    .filter(ceiling -> covers(ceiling, quota))
                    .mapToLong(
                            ceiling -> ceiling.seats() - covered(ceiling, own) - covered(ceiling, held) + quota.seats())
                    .min();
            if (left.isEmpty() || quota.seats() > left.getAsLong()) {
                violations.add(exceeded("/seatQuotas/" + i + "/seats", Math.max(left.orElse(0), 0)));
            }
        }
    }

    /**
     * A quota that a narrower ceiling lies within could all be used for what that limits. With a quota of its
     * own for the same, an agreement says how many of those seats it has.
     */
    private void withinNarrower(List<SeatQuota> own, List<Violation> violations) {
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
                            ceiling.subject().what(),
                            ceiling.seats().toString())));
        }
    }

    private long covered(SeatQuota ceiling, List<SeatQuota> quotas) {
        return ceiling.covered(quotas, familyOf);
    }

    private boolean covers(SeatQuota ceiling, SeatQuota quota) {
        return ceiling.subject().covers(quota.subject(), familyOf);
    }

    private static List<String> codes(AgreementTerms terms) {
        return terms.adaptations().stream().map(Adaptation::code).toList();
    }

    private static Violation exceeded(String pointer, Object ceiling) {
        return new Violation(pointer, CEILING_EXCEEDED, String.valueOf(ceiling));
    }
}

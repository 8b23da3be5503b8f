package fr.cned.partenariats.partner.agreement.terms;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.DUPLICATE_ENTRY;
import static fr.cned.partenariats.partner.PartnerProblem.EITHER_OR;
import static fr.cned.partenariats.partner.PartnerProblem.END_BEFORE_START;
import static fr.cned.partenariats.partner.PartnerProblem.NOT_FOR_A_TEMPLATE;
import static fr.cned.partenariats.partner.PartnerProblem.QUOTA_OUTSIDE_SCOPE;
import static fr.cned.partenariats.partner.PartnerProblem.QUOTA_OUTSIDE_TERM;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_SEAT_QUOTA;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_TRAINING;

import fr.cned.partenariats.commons.base.codes.AcademicYears;
import fr.cned.partenariats.commons.base.problem.Dates;
import fr.cned.partenariats.commons.base.problem.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Consistency rules within the terms of one agreement, beyond the format of each field. */
public final class TermsRules {

    private TermsRules() {}

    /** @param before the terms that these replace; {@link AgreementTerms#NONE} for a new agreement */
    public static List<Violation> violations(AgreementKind kind, AgreementTerms terms, AgreementTerms before) {
        List<Violation> violations = new ArrayList<>();
        if (terms.startsOn() != null && terms.endsOn() != null && terms.endsOn().isBefore(terms.startsOn())) {
            violations.add(new Violation("/endsOn", END_BEFORE_START));
        }
        Scope scope = terms.scope();
        if (scope.minLevel() != null && scope.maxLevel() != null && scope.maxLevel() < scope.minLevel()) {
            violations.add(new Violation("/scope/maxLevel", END_BEFORE_START));
        }
        if (kind == AgreementKind.TEMPLATE) {
            if (!terms.parties().isEmpty()) {
                violations.add(new Violation("/parties", NOT_FOR_A_TEMPLATE));
            }
            if (!terms.seatQuotas().isEmpty()) {
                violations.add(new Violation("/seatQuotas", NOT_FOR_A_TEMPLATE));
            }
        }
        addDuplicates("/parties", terms.parties(), Party::partnerId, violations);
        addDuplicates("/seatQuotas", terms.seatQuotas(), SeatQuota::subject, violations);
        addDuplicates("/fundings", terms.fundings(), AgreedFunding::kind, violations);
        addDuplicates("/adaptations", terms.adaptations(), Adaptation::code, violations);
        checkSeatQuotas(terms, before, violations);
        checkTariff(terms, violations);
        return violations;
    }

    private static void checkSeatQuotas(AgreementTerms terms, AgreementTerms before, List<Violation> violations) {
        Map<SeatQuota.Subject, UUID> known = before.quotaIds();
        for (int i = 0; i < terms.seatQuotas().size(); i++) {
            SeatQuota quota = terms.seatQuotas().get(i);
            String pointer = "/seatQuotas/" + i;
            if (quota.family() != null && quota.trainingCode() != null) {
                violations.add(new Violation(pointer, EITHER_OR, "family", "trainingCode"));
            }
            if (quota.id() != null && !quota.id().equals(known.get(quota.subject()))) {
                violations.add(new Violation(pointer + "/id", UNKNOWN_SEAT_QUOTA));
            }
        }
    }

    /**
     * The quotas of academic years that the term does not touch. Their seats can never be used, because an offering
     * starts within the term of the agreement.
     *
     * @param effective the terms with the dates that are inherited from the framework
     */
    public static List<Violation> quotasOutsideTerm(AgreementTerms effective) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < effective.seatQuotas().size(); i++) {
            String year = effective.seatQuotas().get(i).academicYear();
            if (!AcademicYears.touches(year, effective.startsOn(), effective.endsOn())) {
                violations.add(new Violation(
                        "/seatQuotas/" + i + "/academicYear",
                        QUOTA_OUTSIDE_TERM,
                        year,
                        Dates.range(effective.startsOn(), effective.endsOn())));
            }
        }
        return violations;
    }

    /** The quotas that an amendment moves out of the term. Those that were outside before do not hinder it. */
    public static List<Violation> quotasLeavingTerm(AgreementTerms effectiveBefore, AgreementTerms effective) {
        return added(quotasOutsideTerm(effectiveBefore), quotasOutsideTerm(effective));
    }

    /** The violations that concern another year, family or training than those that there were before. */
    public static List<Violation> added(List<Violation> before, List<Violation> after) {
        Set<Object> known =
                before.stream().map(violation -> violation.args()[0]).collect(Collectors.toSet());
        return after.stream()
                .filter(violation -> !known.contains(violation.args()[0]))
                .toList();
    }

    /**
     * The quotas whose seats can never be used, because the scope covers no such training.
     *
     * @param effective the terms with the scope that is inherited from the framework
     * @param familyOf family by training code, for the trainings that are known
     */
    public static List<Violation> quotasOutsideScope(AgreementTerms effective, Map<String, String> familyOf) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < effective.seatQuotas().size(); i++) {
            SeatQuota quota = effective.seatQuotas().get(i);
            if (effective.scope().excludes(quota, familyOf)) {
                String field = quota.trainingCode() == null ? "/family" : "/trainingCode";
                violations.add(new Violation(
                        "/seatQuotas/" + i + field,
                        QUOTA_OUTSIDE_SCOPE,
                        quota.subject().label()));
            }
        }
        return violations;
    }

    /** The trainings that the terms name and that this service does not know. */
    public static List<Violation> unknownTrainings(AgreementTerms terms, Set<String> known) {
        List<Violation> violations = new ArrayList<>();
        terms.scope().trainingCodes().stream()
                .filter(code -> !known.contains(code))
                .forEach(code -> violations.add(new Violation("/scope/trainingCodes", UNKNOWN_TRAINING, code)));
        for (int i = 0; i < terms.seatQuotas().size(); i++) {
            String code = terms.seatQuotas().get(i).trainingCode();
            if (code != null && !known.contains(code)) {
                violations.add(new Violation("/seatQuotas/" + i + "/trainingCode", UNKNOWN_TRAINING, code));
            }
        }
        return violations;
    }

    private static void checkTariff(AgreementTerms terms, List<Violation> violations) {
        Tariff tariff = terms.tariff();
        if (tariff != null && (tariff.discountPercent() == null) == (tariff.fixedPrice() == null)) {
            violations.add(new Violation("/tariff", EITHER_OR, "discountPercent", "fixedPrice"));
        }
    }

    private static <T> void addDuplicates(
            String pointer, List<T> entries, Function<T, Object> identity, List<Violation> violations) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            if (!seen.add(identity.apply(entries.get(i)))) {
                violations.add(new Violation(pointer + "/" + i, DUPLICATE_ENTRY));
            }
        }
    }
}

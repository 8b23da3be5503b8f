package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.PartnerProblem.CEILING_BELOW_SPECIFICS;
import static fr.cned.partenariats.partner.PartnerProblem.CEILING_EXCEEDED;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_PARTNER;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.FrameworkCeilings;
import fr.cned.partenariats.partner.agreement.terms.SeatAllocations;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import fr.cned.partenariats.partner.agreement.terms.TermsRules;
import fr.cned.partenariats.partner.registry.partner.Partner;
import fr.cned.partenariats.partner.registry.partner.PartnerLookup;
import fr.cned.partenariats.partner.replica.training.TrainingFamilies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Validates the terms of an agreement against the rules of {@code partner.terms} and against other agreements: the
 * framework's ceilings, the specific agreements of a framework, and the renewed agreement.
 */
@ApplicationScoped
class TermsValidator {

    private final AgreementRepository agreements;
    private final FrameworkSeats frameworkSeats;
    private final PartnerLookup partners;
    private final TrainingFamilies families;

    TermsValidator(
            AgreementRepository agreements,
            FrameworkSeats frameworkSeats,
            PartnerLookup partners,
            TrainingFamilies families) {
        this.agreements = agreements;
        this.frameworkSeats = frameworkSeats;
        this.partners = partners;
        this.families = families;
    }

    /** Validates the terms of a new agreement. */
    void validate(AgreementKind kind, @Nullable Agreement framework, AgreementTerms terms) {
        requireConsistent(
                kind, terms, AgreementTerms.NONE, own -> framework == null ? own : own.inheriting(framework.terms()));
        if (framework != null) {
            requireWithinCeilings(framework, terms, null);
        }
    }

    /**
     * Validates changed terms of an agreement. The caller holds the lock of its framework.
     *
     * @param before the terms that these replace; for a planned change, those of the day before it
     */
    void validate(Agreement agreement, AgreementTerms before, AgreementTerms terms) {
        requireConsistent(agreement.kind(), terms, before, agreement::effective);
        Agreement framework = agreement.framework();
        if (framework != null) {
            requireWithinCeilings(framework, terms, agreement);
        }
        if (agreement.kind() == AgreementKind.FRAMEWORK) {
            requireAboveSpecifics(agreement, before, terms);
        }
    }

    /** Checks the ceilings again: other specific agreements may have taken the seats since the draft was written. */
    List<Violation> ceilingViolations(Agreement agreement) {
        Agreement framework = agreement.framework();
        return framework == null ? List.of() : ceilingViolations(framework, agreement.terms(), agreement);
    }

    /** The violation when the agreement, with these terms, does not start after the agreement that it renews. */
    Optional<Violation> renewalViolation(Agreement agreement, AgreementTerms terms) {
        return Optional.ofNullable(agreement.predecessorId())
                .flatMap(agreements::startOf)
                .flatMap(renewedStart -> RenewalRules.renewalViolation(
                        renewedStart, agreement.effective(terms).startsOn()));
    }

    /** The violation when the agreement, with these terms, does not start before its renewal. */
    Optional<Violation> renewedViolation(Agreement agreement, AgreementTerms terms, @Nullable Agreement successor) {
        return successor == null || successor.state() == AgreementState.DRAFT
                ? Optional.empty() // a draft can still be changed and is checked again at its signature
                : RenewalRules.renewedViolation(
                        agreement.effective(terms).startsOn(),
                        successor.effectiveTerms().startsOn());
    }

    /** The trainings of the terms that the catalogue does not have, as far as its events have arrived. */
    List<Violation> unknownTrainings(AgreementTerms terms) {
        return TermsRules.unknownTrainings(
                terms,
                families.of(terms.namedTrainings().collect(Collectors.toSet())).keySet());
    }

    /** The trainings that only the new terms name and that the catalogue does not have. */
    List<Violation> addedUnknownTrainings(AgreementTerms before, AgreementTerms after) {
        return TermsRules.added(unknownTrainings(before), unknownTrainings(after));
    }

    /** What a signature refuses, because nobody could enroll on it. The catalogue's events had time to arrive. */
    List<Violation> trainingViolations(Agreement agreement) {
        List<Violation> violations = new ArrayList<>(unknownTrainings(agreement.terms()));
        violations.addAll(quotasOutsideScope(agreement.effectiveTerms()));
        return violations;
    }

    private List<Violation> quotasOutsideScope(AgreementTerms effective) {
        return TermsRules.quotasOutsideScope(
                effective, families.of(effective.namedTrainings().collect(Collectors.toSet())));
    }

    private void requireConsistent(
            AgreementKind kind, AgreementTerms terms, AgreementTerms before, UnaryOperator<AgreementTerms> effective) {
        List<Violation> violations = new ArrayList<>(TermsRules.violations(kind, terms, before));
        violations.addAll(TermsRules.added(
                quotasOutsideScope(effective.apply(before)), quotasOutsideScope(effective.apply(terms))));
        if (!terms.parties().isEmpty()) {
            Map<UUID, Partner> known = partners.find(terms.partnerIds());
            for (int i = 0; i < terms.parties().size(); i++) {
                UUID partnerId = terms.parties().get(i).partnerId();
                if (!known.containsKey(partnerId)) {
                    violations.add(
                            new Violation("/parties/" + i + "/partnerId", UNKNOWN_PARTNER, partnerId.toString()));
                }
            }
        }
        Refusal.requireNone(violations);
    }

    private void requireWithinCeilings(Agreement framework, AgreementTerms terms, @Nullable Agreement self) {
        List<Violation> violations = ceilingViolations(framework, terms, self);
        if (!violations.isEmpty()) {
            throw Refusal.of(CEILING_EXCEEDED, violations.get(0).args())
                    .with(violations)
                    .property("framework", framework.number());
        }
    }

    /** @param self the agreement that the terms belong to; null for a new one */
    List<Violation> ceilingViolations(Agreement framework, AgreementTerms terms, @Nullable Agreement self) {
        List<SeatQuota> allocated =
                frameworkSeats.allocations(framework).besides(self == null ? null : self.id(), terms);
        return ceilings(framework.terms(), List.of(terms), allocated).violations(terms, allocated);
    }

    /** A framework cannot be lowered below the terms of its live specific agreements. */
    private void requireAboveSpecifics(Agreement framework, AgreementTerms before, AgreementTerms terms) {
        List<Agreement> live = agreements.signedSpecificsOf(framework.id()).stream()
                .filter(specific -> specific.state().isLive())
                .toList();
        SeatAllocations allocations = frameworkSeats.allocations(framework);
        FrameworkCeilings ceilings =
                ceilings(terms, live.stream().map(Agreement::terms).toList(), allocations.all());
        List<UUID> exceeding = live.stream()
                .filter(specific -> !ceilings.violations(
                                        specific.terms(), allocations.besides(specific.id(), specific.terms()))
                                .isEmpty()
                        || !TermsRules.added(
                                        quotasOutsideScope(specific.terms().inheriting(before)),
                                        quotasOutsideScope(specific.terms().inheriting(terms)))
                                .isEmpty()
                        || !TermsRules.quotasLeavingTerm(
                                        specific.terms().inheriting(before),
                                        specific.terms().inheriting(terms))
                                .isEmpty())
                .map(Agreement::id)
                .toList();
        if (!exceeding.isEmpty()) {
            throw Refusal.of(CEILING_BELOW_SPECIFICS, Integer.toString(exceeding.size()))
                    .property("agreementIds", exceeding);
        }
    }

    private FrameworkCeilings ceilings(
            AgreementTerms framework, List<AgreementTerms> specifics, List<SeatQuota> allocated) {
        Stream<String> named =
                Stream.concat(Stream.of(framework), specifics.stream()).flatMap(AgreementTerms::namedTrainings);
        Set<String> trainings =
                Stream.concat(named, AgreementTerms.trainingsOf(allocated)).collect(Collectors.toSet());
        return new FrameworkCeilings(framework, families.of(trainings));
    }
}

package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_REQUEST;
import static fr.cned.partenariats.partner.PartnerProblem.CEILING_BELOW_SPECIFICS;
import static fr.cned.partenariats.partner.PartnerProblem.CEILING_EXCEEDED;
import static fr.cned.partenariats.partner.PartnerProblem.UNKNOWN_PARTNER;

import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.partner.Partner;
import fr.cned.partenariats.partner.partner.Partners;
import fr.cned.partenariats.partner.training.TrainingFamilies;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether terms may become those of an agreement: by themselves, and beside those of others. */
@ApplicationScoped
class TermsCheck {

    private final AgreementRepository agreements;
    private final HeldSeats heldSeats;
    private final Partners partners;
    private final TrainingFamilies families;

    TermsCheck(AgreementRepository agreements, HeldSeats heldSeats, Partners partners, TrainingFamilies families) {
        this.agreements = agreements;
        this.heldSeats = heldSeats;
        this.partners = partners;
        this.families = families;
    }

    /** For a new agreement. */
    void check(AgreementKind kind, @Nullable Agreement framework, AgreementTerms terms) {
        wellFormed(kind, terms, AgreementTerms.NONE);
        if (framework != null) {
            withinCeilings(framework, terms, null);
        }
    }

    /** For one that exists, and whose framework is locked. */
    void check(Agreement agreement, AgreementTerms terms) {
        wellFormed(agreement.kind(), terms, agreement.terms());
        Agreement framework = agreement.framework();
        if (framework != null) {
            withinCeilings(framework, terms, agreement);
        }
        if (agreement.kind() == AgreementKind.FRAMEWORK) {
            stillAboveSpecifics(agreement, terms);
        }
    }

    /** The framework's other specific agreements may have taken, since the draft was written, what it asks for. */
    List<Violation> ceilingViolations(Agreement agreement) {
        Agreement framework = agreement.framework();
        return framework == null ? List.of() : violations(framework, agreement.terms(), agreement);
    }

    /** What is wrong when an agreement with these terms does not start after the one that it renews. */
    Optional<Violation> renewalFault(Agreement agreement, AgreementTerms terms) {
        return Optional.ofNullable(agreement.predecessorId())
                .flatMap(agreements::startOf)
                .flatMap(renewedStart -> Days.renewalFault(renewedStart, start(agreement, terms)));
    }

    /** What is wrong when an agreement with these terms does not start before the one that renews it. */
    Optional<Violation> renewedFault(Agreement agreement, AgreementTerms terms, @Nullable Agreement successor) {
        return successor == null || successor.state() == AgreementState.DRAFT
                ? Optional.empty() // a draft can still be moved, and is not signed before it is
                : Days.renewedFault(
                        start(agreement, terms), successor.effectiveTerms().startsOn());
    }

    private static @Nullable LocalDate start(Agreement agreement, AgreementTerms terms) {
        Agreement framework = agreement.framework();
        return framework == null
                ? terms.startsOn()
                : terms.under(framework.terms()).startsOn();
    }

    private void wellFormed(AgreementKind kind, AgreementTerms terms, AgreementTerms before) {
        List<Violation> violations = new ArrayList<>(TermsRules.violations(kind, terms, before));
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
        if (!violations.isEmpty()) {
            throw Refusal.of(INVALID_REQUEST).with(violations);
        }
    }

    private void withinCeilings(Agreement framework, AgreementTerms terms, @Nullable Agreement self) {
        List<Violation> violations = violations(framework, terms, self);
        if (!violations.isEmpty()) {
            throw Refusal.of(CEILING_EXCEEDED, framework.number()).with(violations);
        }
    }

    private List<Violation> violations(Agreement framework, AgreementTerms terms, @Nullable Agreement self) {
        List<SeatQuota> held = heldSeats.under(framework).beside(self == null ? null : self.id(), terms);
        return ceilings(framework.terms(), List.of(terms), held).violations(terms, held);
    }

    /** What a framework is lowered to must still be above what was agreed under it. */
    private void stillAboveSpecifics(Agreement framework, AgreementTerms terms) {
        List<Agreement> live = agreements.signedSpecificsOf(framework.id()).stream()
                .filter(specific -> specific.state().isLive())
                .toList();
        HeldSeats.Held held = heldSeats.under(framework);
        Ceilings ceilings = ceilings(terms, live.stream().map(Agreement::terms).toList(), held.all());
        List<UUID> exceeding = live.stream()
                .filter(one -> !ceilings.violations(one.terms(), held.beside(one.id(), one.terms()))
                        .isEmpty())
                .map(Agreement::id)
                .toList();
        if (!exceeding.isEmpty()) {
            throw Refusal.of(CEILING_BELOW_SPECIFICS, Integer.toString(exceeding.size()))
                    .property("agreementIds", exceeding);
        }
    }

    private Ceilings ceilings(AgreementTerms framework, List<AgreementTerms> specifics, List<SeatQuota> held) {
        Set<String> trainings = Stream.concat(
                        Stream.concat(Stream.of(framework), specifics.stream()).flatMap(AgreementTerms::namedTrainings),
                        held.stream().map(SeatQuota::trainingCode).flatMap(Stream::ofNullable))
                .collect(Collectors.toSet());
        return new Ceilings(framework, families.of(trainings));
    }
}

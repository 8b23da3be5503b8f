package fr.cned.partenariats.partner.agreement.terms;

import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.quota;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.groups.Tuple;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;

class TermsRulesTest {

    @Test
    void consistentTermsHaveNoViolation() {
        refused(terms().startsOn("2022-09-01")
                        .endsOn("2022-09-01")
                        .parties(UUID.randomUUID(), UUID.randomUUID())
                        .quotas(quota(Family.BTS, 1), quota(Family.DAEU, 1), quota((Family) null, 1))
                        .fundings(FundingKind.OPCO, FundingKind.EMPLOYER)
                        .adaptations("A", "B")
                        .tariff(TermsBuilder.discount("10")))
                .isEmpty();
        refused(terms()).isEmpty();
    }

    @Test
    void theEndIsNotBeforeTheStart() {
        refused(terms().startsOn("2022-09-01").endsOn("2022-08-31"))
                .containsExactly(tuple("/endsOn", "end-before-start"));
        refused(terms().scope(new Scope(Set.of(), Set.of(), Set.of(), 6, 5)))
                .containsExactly(tuple("/scope/maxLevel", "end-before-start"));
    }

    @Test
    void noEntryOccursTwice() {
        UUID partner = UUID.randomUUID();
        refused(terms().parties(partner, partner)).containsExactly(tuple("/parties/1", "duplicate-entry"));
        refused(terms().quotas(quota(Family.BTS, 1), quota(Family.BTS, 2)))
                .containsExactly(tuple("/seatQuotas/1", "duplicate-entry"));
        refused(terms().fundings(FundingKind.OPCO, FundingKind.OPCO))
                .containsExactly(tuple("/fundings/1", "duplicate-entry"));
        refused(terms().adaptations("A", "A")).containsExactly(tuple("/adaptations/1", "duplicate-entry"));
    }

    @Test
    void aQuotaIsForAFamilyOrATraining() {
        refused(terms().quotas(new SeatQuota(null, "2026-2027", Family.BTS, "BTS-MCO", 1)))
                .containsExactly(tuple("/seatQuotas/0", "either-or"));
    }

    @Test
    void aQuotaIsForAnAcademicYearThatTheTermTouches() {
        AgreementTerms mistake = terms().startsOn("2026-09-01")
                .endsOn("2025-12-05")
                .quotas(quota(Family.BTS, 1))
                .build();
        assertThat(TermsRules.quotasOutsideTerm(mistake))
                .extracting(
                        Violation::pointer,
                        Violation::code,
                        violation -> violation.args()[1])
                .containsExactly(tuple("/seatQuotas/0/academicYear", "quota-outside-term", "2026-09-01/2025-12-05"));
        AgreementTerms open = terms().quotas(quota(Family.BTS, 1)).build();
        assertThat(TermsRules.quotasOutsideTerm(open)).isEmpty();
        assertThat(TermsRules.quotasLeavingTerm(open, mistake)).hasSize(1);
        assertThat(TermsRules.quotasLeavingTerm(mistake, mistake)).isEmpty();
    }

    @Test
    void aPriceFitsIntoTheColumnsOfAllServices() {
        try (ValidatorFactory factory = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()) {
            Validator validator = factory.getValidator();
            assertThat(validator.validate(new Money(new BigDecimal(Money.MAX), "EUR")))
                    .isEmpty();
            assertThat(validator.validate(new Money(new BigDecimal("100000000"), "EUR")))
                    .hasSize(1);
        }
    }

    @Test
    void aTariffIsADiscountOrAPrice() {
        refused(terms().tariff(new Tariff(null, null))).containsExactly(tuple("/tariff", "either-or"));
        refused(terms().tariff(new Tariff(BigDecimal.TEN, new Money(BigDecimal.ONE, "EUR"))))
                .containsExactly(tuple("/tariff", "either-or"));
    }

    @Test
    void aClientCannotChooseTheIdOfAQuota() {
        SeatQuota stored = quota(Family.BTS, 1).withId(UUID.randomUUID());
        AgreementTerms before = terms().quotas(stored).build();
        assertThat(TermsRules.violations(AgreementKind.SPECIFIC, before, before))
                .isEmpty();
        refused(terms().quotas(stored)).containsExactly(tuple("/seatQuotas/0/id", "unknown-seat-quota"));
        SeatQuota moved = quota(Family.DAEU, 1).withId(stored.requiredId());
        assertThat(TermsRules.violations(
                        AgreementKind.SPECIFIC, terms().quotas(moved).build(), before))
                .extracting(Violation::code)
                .containsExactly("unknown-seat-quota");
    }

    @Test
    void aTemplateHasNeitherPartiesNorSeats() {
        AgreementTerms terms =
                terms().parties(UUID.randomUUID()).quotas(quota(Family.BTS, 1)).build();
        assertThat(TermsRules.violations(AgreementKind.TEMPLATE, terms, AgreementTerms.NONE))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/parties", "not-for-a-template"), tuple("/seatQuotas", "not-for-a-template"));
    }

    private static AbstractListAssert<?, List<? extends Tuple>, Tuple, ObjectAssert<Tuple>> refused(
            TermsBuilder terms) {
        return assertThat(TermsRules.violations(AgreementKind.SPECIFIC, terms.build(), AgreementTerms.NONE))
                .extracting(Violation::pointer, Violation::code);
    }
}

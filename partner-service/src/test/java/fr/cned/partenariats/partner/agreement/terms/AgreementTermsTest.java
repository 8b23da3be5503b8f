package fr.cned.partenariats.partner.agreement.terms;

import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.discount;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.quota;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgreementTermsTest {

    private static final UUID PARTNER = UUID.randomUUID();

    private static final AgreementTerms FRAMEWORK = terms().parties(UUID.randomUUID())
            .startsOn("2022-09-01")
            .endsOn("2099-08-31")
            .scope(new Scope(Set.of(Family.CONCOURS), Set.of(), Set.of(Modality.DISTANCE), 4, 7))
            .quotas(quota(Family.CONCOURS, 100))
            .tariff(discount("20"))
            .fundings(FundingKind.EMPLOYER)
            .refund(new Refund(14, true))
            .weeklyHours(2)
            .adaptations("EXTENDED_DEADLINES")
            .build();

    @Test
    void aSpecificAgreementInheritsWhatItDoesNotSet() {
        AgreementTerms effective = terms().parties(PARTNER).build().inheriting(FRAMEWORK);
        assertThat(effective.startsOn()).isEqualTo(FRAMEWORK.startsOn());
        assertThat(effective.endsOn()).isEqualTo(FRAMEWORK.endsOn());
        assertThat(effective.scope()).isEqualTo(FRAMEWORK.scope());
        assertThat(effective.tariff()).isEqualTo(FRAMEWORK.tariff());
        assertThat(effective.fundings()).isEqualTo(FRAMEWORK.fundings());
        assertThat(effective.refund()).isEqualTo(FRAMEWORK.refund());
        assertThat(effective.minWeeklyAttendanceHours()).isEqualTo(2);
        assertThat(effective.adaptations()).isEqualTo(FRAMEWORK.adaptations());
        assertThat(effective.partnerIds()).containsExactly(PARTNER);
        assertThat(effective.seatQuotas()).isEmpty();
    }

    @Test
    void anAgreementWithoutRefundsDepartsFromItsFramework() {
        Refund none = new Refund(null, null);
        AgreementTerms own = terms().refund(none).build();
        assertThat(own.inheriting(FRAMEWORK).refund()).isEqualTo(none);
        assertThat(FRAMEWORK.renewed(LocalDate.parse("2026-09-01"), null).refund())
                .isEqualTo(new Refund(14, true));
    }

    @Test
    void aTitleBelongsToOneAgreementAndToItsRenewals() {
        AgreementTerms titled = terms().title("Convention-cadre").build();
        assertThat(terms().build().inheriting(titled).title()).isNull();
        assertThat(terms().build().copyingFrom(titled).title()).isNull();
        assertThat(titled.renewed(LocalDate.parse("2026-09-01"), null).title()).isEqualTo("Convention-cadre");
    }

    @Test
    void aSpecificAgreementKeepsWhatItSets() {
        AgreementTerms own = terms().parties(PARTNER)
                .startsOn("2023-09-01")
                .endsOn("2024-08-31")
                .scope(new Scope(Set.of(), Set.of("CONCOURS-ATTACHE"), Set.of(), 5, null))
                .quotas(quota(Family.CONCOURS, 10))
                .tariff(discount("5"))
                .fundings(FundingKind.OPCO)
                .refund(new Refund(null, null))
                .weeklyHours(4)
                .adaptations("OTHER")
                .build();
        AgreementTerms effective = own.inheriting(FRAMEWORK);
        assertThat(effective.scope())
                .as("families and codes are one restriction")
                .isEqualTo(new Scope(Set.of(), Set.of("CONCOURS-ATTACHE"), Set.of(Modality.DISTANCE), 5, 7));
        assertThat(effective).usingRecursiveComparison().ignoringFields("scope").isEqualTo(own);
    }

    @Test
    void aModelIsCopiedExceptDatesPartiesAndSeats() {
        AgreementTerms copy =
                terms().parties(PARTNER).tariff(discount("5")).build().copyingFrom(FRAMEWORK);
        assertThat(copy.startsOn()).isNull();
        assertThat(copy.endsOn()).isNull();
        assertThat(copy.partnerIds()).containsExactly(PARTNER);
        assertThat(copy.seatQuotas()).isEmpty();
        assertThat(copy.tariff()).isEqualTo(discount("5"));
        assertThat(copy.scope()).isEqualTo(FRAMEWORK.scope());
        assertThat(copy.fundings()).isEqualTo(FRAMEWORK.fundings());
        assertThat(copy.adaptations()).isEqualTo(FRAMEWORK.adaptations());
    }

    @Test
    void aRenewalMovesTheQuotasOfTheLastYearToTheNextYear() {
        SeatQuota earlier = new SeatQuota(UUID.randomUUID(), "2025-2026", Family.BTS, null, 99);
        SeatQuota last = quota(Family.BTS, 30).withId(UUID.randomUUID());
        AgreementTerms renewed = terms().parties(PARTNER)
                .startsOn("2022-09-01")
                .endsOn("2023-08-31")
                .tariff(discount("5"))
                .quotas(earlier, last, quota("DAEU-A", 5).withId(UUID.randomUUID()))
                .build()
                .renewed(LocalDate.parse("2027-09-01"), null);
        assertThat(renewed.startsOn()).isEqualTo("2027-09-01");
        assertThat(renewed.endsOn()).isNull();
        assertThat(renewed.tariff()).isEqualTo(discount("5"));
        assertThat(renewed.seatQuotas())
                .extracting(
                        SeatQuota::id,
                        SeatQuota::academicYear,
                        SeatQuota::family,
                        SeatQuota::trainingCode,
                        SeatQuota::seats)
                .containsExactly(
                        tuple(null, "2027-2028", Family.BTS, null, 30), tuple(null, "2027-2028", null, "DAEU-A", 5));
    }

    @Test
    void aRenewalAfterAGapMovesTheQuotasToTheYearInWhichItStarts() {
        AgreementTerms last = terms().quotas(new SeatQuota(null, "2019-2020", Family.BTS, null, 30))
                .build();
        assertThat(last.renewed(LocalDate.parse("2022-10-01"), null).seatQuotas())
                .extracting(SeatQuota::academicYear)
                .containsExactly("2022-2023");
        assertThat(last.renewed(LocalDate.parse("2020-01-01"), LocalDate.parse("2020-08-31"))
                        .seatQuotas())
                .extracting(SeatQuota::academicYear)
                .containsExactly("2019-2020");
    }

    @Test
    void aRenewalInTheMiddleOfAYearKeepsTheQuotasOfThatYear() {
        AgreementTerms old = terms().quotas(
                        new SeatQuota(UUID.randomUUID(), "2025-2026", Family.BTS, null, 99),
                        new SeatQuota(UUID.randomUUID(), "2026-2027", Family.BTS, null, 30))
                .build();
        assertThat(old.renewed(LocalDate.parse("2027-01-01"), null).seatQuotas())
                .extracting(SeatQuota::id, SeatQuota::academicYear, SeatQuota::seats)
                .containsExactly(tuple(null, "2026-2027", 30), tuple(null, "2027-2028", 30));
        assertThat(old.renewed(LocalDate.parse("2026-08-01"), LocalDate.parse("2027-08-31"))
                        .seatQuotas())
                .extracting(SeatQuota::academicYear, SeatQuota::seats)
                .containsExactly(tuple("2025-2026", 99), tuple("2026-2027", 30));
    }

    @Test
    void aQuotaKeepsItsIdWhileItHasTheSameSubject() {
        UUID oldId = UUID.randomUUID();
        UUID newestId = UUID.randomUUID();
        List<SeatQuota> earlier = List.of(
                quota(Family.BTS, 30).withId(oldId), quota(Family.BTS, 40).withId(newestId));
        AgreementTerms stored = terms().quotas(quota(Family.BTS, 50), quota(Family.DAEU, 5))
                .build()
                .withQuotaIds(earlier);
        assertThat(stored.seatQuotas().get(0).requiredId()).isEqualTo(newestId);
        assertThat(stored.seatQuotas().get(1).requiredId()).isNotIn(oldId, newestId);
    }

    @Test
    void namedTrainingsAreThoseOfTheScopeAndOfTheQuotas() {
        assertThat(terms().scope(new Scope(Set.of(), Set.of("A"), Set.of(), null, null))
                        .quotas(quota("B", 1), quota(Family.BTS, 1))
                        .build()
                        .namedTrainings())
                .containsExactly("A", "B");
    }
}

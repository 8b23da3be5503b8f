package fr.cned.partenariats.enrollment.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.caller.TenantScope;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.enrollment.eligibility.EligibilityQuery.Payment;
import fr.cned.partenariats.enrollment.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import fr.cned.partenariats.enrollment.enrollment.FundingLineRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RegistrationMapperTest {

    private static final BigDecimal PRICE = new BigDecimal("900.00");

    private final UUID partner = UUID.randomUUID();
    private final UUID student = UUID.randomUUID();

    @Test
    void aPartnersClientEnrollsForItsOwnPartner() {
        TenantScope scope = new TenantScope(Optional.of(partner));

        assertThat(RegistrationMapper.question(request(null), scope).query().partnerId())
                .isEqualTo(partner);
        assertThat(RegistrationMapper.question(request(partner), scope).query().partnerId())
                .isEqualTo(partner);
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> RegistrationMapper.question(request(UUID.randomUUID()), scope));
        assertThat(refusal.code().code()).isEqualTo("not-found");
        assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly("/partnerId");
    }

    @Test
    void anOfficerEnrollsForAnyPartnerOrNamesNone() {
        TenantScope all = new TenantScope(Optional.empty());

        assertThat(RegistrationMapper.question(request(partner), all).query().partnerId())
                .isEqualTo(partner);
        assertThat(RegistrationMapper.question(request(null), all).query().partnerId())
                .isNull();
    }

    @Test
    void aRequestNamesEitherANewOrARegisteredStudent() {
        EnrollmentRequest neither =
                new EnrollmentRequest(null, null, null, UUID.randomUUID(), UUID.randomUUID(), null, null, null, null);

        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> RegistrationMapper.question(neither, new TenantScope(Optional.empty())));
        assertThat(refusal.violations()).extracting(Violation::code).containsExactly("student-or-student-id");
    }

    @Test
    void fundingLinesBecomePayments() {
        assertThat(RegistrationMapper.question(
                                request(null, line(FundingKind.OPCO, "500"), line(FundingKind.PARTNER, "400")),
                                new TenantScope(Optional.empty()))
                        .query()
                        .payments())
                .containsExactly(
                        new Payment(FundingKind.OPCO, new BigDecimal("500")),
                        new Payment(FundingKind.PARTNER, new BigDecimal("400")));
    }

    @Test
    void onlyFundersOtherThanTheStudentAndThePartnerHaveToApprove() {
        List<FundingLine> lines = RegistrationMapper.fundingLines(
                request(
                        null,
                        line(FundingKind.INDIVIDUAL, "100"),
                        line(FundingKind.PARTNER, "200"),
                        line(FundingKind.EMPLOYER, "200"),
                        line(FundingKind.OPCO, "200"),
                        line(FundingKind.REGION, "200")),
                PRICE);

        assertThat(lines)
                .extracting(FundingLine::state)
                .containsExactly(
                        FundingLine.State.APPROVED,
                        FundingLine.State.APPROVED,
                        FundingLine.State.REQUESTED,
                        FundingLine.State.REQUESTED,
                        FundingLine.State.REQUESTED);
    }

    @Test
    void withoutFundingLinesTheStudentPaysThePriceUnlessItIsZero() {
        assertThat(RegistrationMapper.fundingLines(request(null), PRICE))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.kind()).isEqualTo(FundingKind.INDIVIDUAL);
                    assertThat(line.amount()).isEqualTo(PRICE);
                });
        assertThat(RegistrationMapper.fundingLines(request(null), BigDecimal.ZERO))
                .isEmpty();
    }

    private EnrollmentRequest request(UUID partnerId, FundingLineRequest... lines) {
        return new EnrollmentRequest(
                null,
                student,
                partnerId,
                UUID.randomUUID(),
                UUID.randomUUID(),
                null,
                lines.length == 0 ? null : List.of(lines),
                null,
                null);
    }

    private static FundingLineRequest line(FundingKind kind, String amount) {
        return new FundingLineRequest(kind, null, new BigDecimal(amount));
    }
}

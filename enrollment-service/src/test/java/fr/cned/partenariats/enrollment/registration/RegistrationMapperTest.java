package fr.cned.partenariats.enrollment.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Payment;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import fr.cned.partenariats.enrollment.enrollment.FundingLineRequest;
import fr.cned.partenariats.enrollment.student.StudentData;
import fr.cned.partenariats.enrollment.student.TestStudents;
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
    void aRequestNamesExactlyOneStudent() {
        StudentData data = student("A");
        for (EnrollmentRequest wrong : List.of(
                request(null, null, null),
                request(data, student, null),
                request(data, null, "S-1"),
                request(null, student, "S-1"),
                request(data, student, "S-1"))) {
            Refusal refusal = catchThrowableOfType(
                    Refusal.class, () -> RegistrationMapper.question(wrong, new TenantScope(Optional.empty())));
            assertThat(refusal.violations()).extracting(Violation::code).containsExactly("student-or-student-id");
        }
        assertThat(RegistrationMapper.question(request(null, null, "S-1"), new TenantScope(Optional.empty()))
                        .query()
                        .student()
                        .reference())
                .isEqualTo("S-1");
    }

    @Test
    void aRowThatNamesTheNewStudentOfAnEarlierRowHasItsIdentity() {
        EarlierRows earlier = new EarlierRows();
        earlier.add(request(student("A"), null, null));

        assertThat(RegistrationMapper.question(request(null, null, "S-1"), TenantScope.ALL, earlier, null)
                        .query()
                        .student()
                        .identity())
                .isEqualTo(RegistrationMapper.identity(student("A")));
        assertThat(RegistrationMapper.question(request(null, null, "S-2"), TenantScope.ALL, earlier, null)
                        .query()
                        .student()
                        .identity())
                .isNull();
    }

    @Test
    void aReferenceBelongsToOnePartner() {
        EarlierRows earlier = new EarlierRows();
        UUID other = UUID.randomUUID();
        earlier.add(ofPartner(other, student("A"), null));
        earlier.add(ofPartner(partner, student("B"), null));

        assertThat(earlier.identityFor(ofPartner(partner, null, "S-1")))
                .isEqualTo(RegistrationMapper.identity(student("B")));
        assertThat(earlier.identityFor(ofPartner(UUID.randomUUID(), null, "S-1")))
                .isNull();
    }

    private static EnrollmentRequest request(StudentData data, UUID id, String reference) {
        return new EnrollmentRequest(
                null, data, id, reference, null, UUID.randomUUID(), UUID.randomUUID(), null, null, null, null);
    }

    private static EnrollmentRequest ofPartner(UUID partnerId, StudentData data, String reference) {
        return new EnrollmentRequest(
                null, data, null, reference, partnerId, UUID.randomUUID(), UUID.randomUUID(), null, null, null, null);
    }

    private static StudentData student(String name) {
        return TestStudents.data(name, "Essai", "Brest", null, "S-1");
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
                null,
                student,
                null,
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

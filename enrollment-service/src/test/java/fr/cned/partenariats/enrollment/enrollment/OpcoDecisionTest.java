package fr.cned.partenariats.enrollment.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.enrollment.admission.eligibility.FundingKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the states of a dossier decide about its funding line, without a database. */
class OpcoDecisionTest {

    private static final Instant NOW = Instant.parse("2026-11-25T11:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);

    private final Enrollment enrollment = waiting();

    private static Enrollment waiting() {
        UUID student = UUID.randomUUID();
        Enrollment enrollment = Enrollment.accept(
                new Enrollment.Subject(
                        student,
                        student,
                        UUID.randomUUID(),
                        null,
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "2026-2027",
                        UUID.randomUUID(),
                        null,
                        null,
                        false),
                List.of(FundingLine.request(FundingKind.OPCO, "AKTO", new BigDecimal("900"))),
                LocalDate.of(2027, 1, 24),
                "client",
                NOW);
        enrollment.recordDossier(line(enrollment).id(), Opco.AKTO, "D1", "client", NOW);
        return enrollment;
    }

    private static FundingLine line(Enrollment enrollment) {
        return enrollment.fundings().get(0);
    }

    private static OpcoDossier report(OpcoState state, String committed) {
        return new OpcoDossier(
                Opco.AKTO,
                "D1",
                "EXT-1",
                null,
                state,
                LATER,
                committed == null ? null : new BigDecimal(committed),
                List.of());
    }

    private void follow(OpcoState... states) {
        for (OpcoState state : states) {
            enrollment.follow(report(state, "900"), "opco", LATER);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSMIS, REQUESTED, PENDING_FUNDING",
        "EN_COURS_INSTRUCTION, REQUESTED, PENDING_FUNDING",
        "ENGAGE, APPROVED, CONFIRMED",
        "SOLDE, APPROVED, CONFIRMED",
        "REFUSE, REFUSED, REJECTED",
        "ANNULE, REFUSED, REJECTED",
        "RUPTU, RUPTURED, PENDING_FUNDING"
    })
    void aStateDecidesALineThatWaits(OpcoState state, FundingLine.State decision, EnrollmentState after) {
        follow(state);

        assertThat(line(enrollment).state()).isEqualTo(decision);
        assertThat(enrollment.state()).isEqualTo(after);
        assertThat(line(enrollment).dossier()).isEqualTo(report(state, "900"));
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSMIS, APPROVED",
        "EN_COURS_INSTRUCTION, APPROVED",
        "SOLDE, APPROVED",
        "REFUSE, APPROVED",
        "ANNULE, APPROVED",
        "RUPTU, RUPTURED"
    })
    void aStateThatGoesBackTakesNoPlaceFromAStudent(OpcoState state, FundingLine.State decision) {
        follow(OpcoState.ENGAGE, state);

        assertThat(line(enrollment).state()).isEqualTo(decision);
        assertThat(enrollment.state()).isEqualTo(EnrollmentState.CONFIRMED);
        assertThat(line(enrollment).dossier()).extracting(OpcoDossier::state).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"ENGAGE, APPROVED", "SOLDE, APPROVED", "TRANSMIS, REQUESTED", "REFUSE, RUPTURED"})
    void aRuptureIsTakenBack(OpcoState state, FundingLine.State decision) {
        follow(OpcoState.ENGAGE, OpcoState.RUPTU, state);

        assertThat(line(enrollment).state()).isEqualTo(decision);
        assertThat(enrollment.state()).isEqualTo(EnrollmentState.CONFIRMED);
    }

    @Test
    void theHistoryKeepsTheLinesBeforeARupture() {
        follow(OpcoState.ENGAGE, OpcoState.RUPTU);

        HistoryEntry last = enrollment.history().get(enrollment.history().size() - 1);
        assertThat(last.dossier()).extracting(OpcoDossier::state).isEqualTo(OpcoState.RUPTU);
        assertThat(last.fundings()).extracting(FundingLine::state).containsExactly(FundingLine.State.APPROVED);
    }

    @Test
    void aReportThatSaysTheSameChangesNothing() {
        follow(OpcoState.EN_COURS_INSTRUCTION);
        int entries = enrollment.history().size();

        OpcoDossier again = new OpcoDossier(
                Opco.AKTO,
                "D1",
                "EXT-1",
                null,
                OpcoState.EN_COURS_INSTRUCTION,
                LATER.plusSeconds(60),
                new BigDecimal("900"),
                null);

        assertThat(enrollment.isNews(again)).isFalse();
        enrollment.follow(again, "opco", LATER.plusSeconds(60));
        assertThat(enrollment.history()).hasSize(entries);
        assertThat(line(enrollment).dossier()).extracting(OpcoDossier::since).isEqualTo(LATER);
    }

    @Test
    void anOpcoThatPaysLessApprovesNothing() {
        enrollment.follow(report(OpcoState.ENGAGE, "650"), "opco", LATER);
        assertThat(line(enrollment).state()).isEqualTo(FundingLine.State.REQUESTED);

        enrollment.follow(report(OpcoState.ENGAGE, "8000"), "opco", LATER);
        assertThat(enrollment.state()).isEqualTo(EnrollmentState.CONFIRMED);
    }

    @Test
    void anOpcoThatNamesNoAmountPaysTheLine() {
        enrollment.follow(report(OpcoState.ENGAGE, null), "opco", LATER);

        assertThat(enrollment.state()).isEqualTo(EnrollmentState.CONFIRMED);
    }

    @Test
    void anEndedEnrollmentKeepsItsLines() {
        enrollment.cancel("client", "moved", NOW);
        follow(OpcoState.ANNULE);

        assertThat(enrollment.state()).isEqualTo(EnrollmentState.CANCELLED);
        assertThat(line(enrollment).state()).isEqualTo(FundingLine.State.REQUESTED);
        assertThat(line(enrollment).dossier()).extracting(OpcoDossier::state).isEqualTo(OpcoState.ANNULE);
    }

    @Test
    void anErasureRemovesTheNumbersAlsoFromTheHistory() {
        follow(OpcoState.ENGAGE);
        enrollment.erase(LATER);

        assertThat(line(enrollment).dossier()).satisfies(dossier -> {
            assertThat(dossier.internalNumber()).isNull();
            assertThat(dossier.externalNumber()).isNull();
            assertThat(dossier.state()).isEqualTo(OpcoState.ENGAGE);
        });
        assertThat(enrollment.history())
                .extracting(HistoryEntry::dossier)
                .allMatch(dossier -> dossier == null || dossier.internalNumber() == null);
        assertThat(enrollment.isNews(report(OpcoState.SOLDE, "900"))).isFalse();
    }

    @Test
    void aTransferTakesTheDossierAlong() {
        follow(OpcoState.ENGAGE);
        enrollment.transferAway("client", "another offering", LATER);

        assertThat(enrollment.dossier()).isNull();
    }

    @Test
    void onlyALineOfAnOpcoHasADossier() {
        Enrollment paid = Enrollment.accept(
                new Enrollment.Subject(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        null,
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "2026-2027",
                        UUID.randomUUID(),
                        null,
                        null,
                        false),
                List.of(FundingLine.request(FundingKind.INDIVIDUAL, null, new BigDecimal("900"))),
                LocalDate.of(2027, 1, 24),
                "client",
                NOW);

        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> paid.recordDossier(paid.fundings().get(0).id(), Opco.AKTO, "D2", "client", NOW));
        assertThat(refusal.code().code()).isEqualTo("no-opco-line");
    }
}

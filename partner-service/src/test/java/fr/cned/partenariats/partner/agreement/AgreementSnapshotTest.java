package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.HistoryAction.AMENDED;
import static fr.cned.partenariats.partner.agreement.HistoryAction.CAME_INTO_FORCE;
import static fr.cned.partenariats.partner.agreement.HistoryAction.CREATED;
import static fr.cned.partenariats.partner.agreement.HistoryAction.FUNDING_RESTORED;
import static fr.cned.partenariats.partner.agreement.HistoryAction.FUNDING_SUSPENDED;
import static fr.cned.partenariats.partner.agreement.HistoryAction.SIGNED;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.discount;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The entries are recorded years later and not in the order of their effective dates. */
class AgreementSnapshotTest {

    private static final PartialDate END_OF_2021 =
            new PartialDate(LocalDate.parse("2021-10-01"), PartialDate.Precision.QUARTER);
    private static final AgreementTerms FIRST = terms().weeklyHours(1).build();
    private static final AgreementTerms SECOND = terms().weeklyHours(2).build();

    private final List<HistoryEntry> history = new ArrayList<>();

    @Test
    void stateTermsAndFundingsHaveSeparateTimelines() {
        logisHotels();
        assertThat(AgreementSnapshot.asOf(LocalDate.parse("2021-12-30"), history))
                .isEmpty();

        AgreementSnapshot first = asOf("2021-12-31");
        assertThat(first.state()).isEqualTo(AgreementState.IN_FORCE);
        assertThat(first.stateSince()).isEqualTo("2021-12-31");
        assertThat(first.signedOn()).isEqualTo(END_OF_2021);
        assertThat(first.terms()).isEqualTo(FIRST);
        assertThat(first.funding(FundingKind.OPCO, null).state()).isEqualTo(FundingState.AVAILABLE);
        assertThat(first.funding(FundingKind.OPCO, null).since()).isNull();

        AgreementSnapshot autumn = asOf("2022-11-30");
        assertThat(autumn.terms()).as("recorded later, effective later").isEqualTo(FIRST);
        assertThat(autumn.lastAmendment()).isZero();
        assertThat(autumn.funding(FundingKind.OPCO, null).state()).isEqualTo(FundingState.SUSPENDED);

        AgreementSnapshot later = asOf("2023-02-01");
        assertThat(later.terms()).isEqualTo(SECOND);
        assertThat(later.lastAmendment()).isEqualTo(1);
        assertThat(later.funding(FundingKind.OPCO, null).state()).isEqualTo(FundingState.AVAILABLE);
        assertThat(later.state()).isEqualTo(AgreementState.IN_FORCE);

        assertThat(asOf("2024-02-29").state()).isEqualTo(AgreementState.IN_FORCE);
        assertThat(asOf("2024-03-01").state()).isEqualTo(AgreementState.SUSPENDED);
    }

    /** Written down on 1 March 2024. The funding stopped before the amendment but was recorded after it. */
    private void logisHotels() {
        entry(CREATED, "2024-03-01", AgreementState.DRAFT).withTerms(FIRST, List.of());
        entry(SIGNED, "2021-12-31", AgreementState.SIGNED)
                .withSignedOn(END_OF_2021)
                .withTerms(FIRST, List.of());
        entry(CAME_INTO_FORCE, "2021-12-31", AgreementState.IN_FORCE);
        entry(AMENDED, "2023-02-01", AgreementState.IN_FORCE)
                .withTerms(SECOND, List.of())
                .withAmendment(1, null);
        funding(FUNDING_SUSPENDED, FundingState.SUSPENDED, "2022-07-01");
        funding(FUNDING_RESTORED, FundingState.AVAILABLE, "2023-01-01");
        entry(HistoryAction.SUSPENDED, "2024-03-01", AgreementState.SUSPENDED);
    }

    @Test
    void aDraftExistsFromTheDayOfItsCreation() {
        entry(CREATED, "2024-03-01", AgreementState.DRAFT).withTerms(FIRST, List.of());
        assertThat(AgreementSnapshot.asOf(LocalDate.parse("2024-02-29"), history))
                .isEmpty();
        assertThat(asOf("2024-03-01").state()).isEqualTo(AgreementState.DRAFT);
        assertThat(asOf("2024-03-01").signedOn()).isNull();
    }

    @Test
    void inheritedTermsAndFundingsAreThoseOfTheSameDay() {
        entry(CREATED, "2022-01-01", AgreementState.DRAFT).withTerms(FIRST, List.of());
        AgreementSnapshot own = asOf("2023-01-01");
        AgreementTerms terms = terms().tariff(discount("25")).build();
        Funding suspended =
                new Funding(FundingKind.EMPLOYER, FundingState.SUSPENDED, LocalDate.parse("2022-10-01"), "test");
        AgreementSnapshot framework = new AgreementSnapshot(
                AgreementState.IN_FORCE,
                LocalDate.parse("2022-09-01"),
                null,
                null,
                terms,
                Map.of(FundingKind.EMPLOYER, suspended),
                0);
        assertThat(own.effectiveTerms(framework).tariff()).isEqualTo(discount("25"));
        assertThat(own.effectiveTerms(framework).minWeeklyAttendanceHours()).isEqualTo(1);
        assertThat(own.effectiveTerms(null)).isEqualTo(FIRST);
        assertThat(own.funding(FundingKind.EMPLOYER, framework)).isEqualTo(suspended);
        assertThat(own.funding(FundingKind.OPCO, framework).state()).isEqualTo(FundingState.AVAILABLE);
    }

    private AgreementSnapshot asOf(String day) {
        return AgreementSnapshot.asOf(LocalDate.parse(day), history).orElseThrow();
    }

    private void funding(HistoryAction action, FundingState state, String since) {
        entry(action, since, AgreementState.IN_FORCE)
                .withFunding(new Funding(FundingKind.OPCO, state, LocalDate.parse(since), "test"));
    }

    private HistoryEntry entry(HistoryAction action, String effectiveOn, AgreementState state) {
        HistoryEntry entry = HistoryMother.entry(history.size() + 1, action, effectiveOn, state);
        history.add(entry);
        return entry;
    }
}

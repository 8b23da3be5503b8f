package fr.cned.partenariats.partner.agreement;

import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.quota;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.Family;
import fr.cned.partenariats.partner.agreement.terms.FundingKind;
import fr.cned.partenariats.partner.agreement.terms.PartialDate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The history that an agreement records gives its state on each past day, whatever the order of recording. */
class AgreementAsOfTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");
    private static final ChangeContext CONTEXT = new ChangeContext("officer", Instant.EPOCH, TODAY, "test");

    private final Agreement agreement = Agreement.draft(
            "1",
            new AgreementOrigin(AgreementKind.SPECIFIC, null, null, null),
            terms().startsOn("2021-11-15")
                    .fundings(FundingKind.OPCO)
                    .quotas(quota(Family.BTS, 50))
                    .build(),
            CONTEXT);

    /** Logis-Hôtels: the funding stopped before the amendment but is recorded after it. */
    @Test
    void aPastDayShowsWhatWasEffectiveThen() {
        agreement.sign(new PartialDate(LocalDate.parse("2021-12-31"), PartialDate.Precision.QUARTER), null, CONTEXT);
        agreement.applyDueTransitions(null, CONTEXT);
        agreement.amend(
                terms().startsOn("2021-11-15")
                        .fundings(FundingKind.OPCO)
                        .quotas(quota(Family.BTS, 20))
                        .build(),
                List.of(),
                new AmendmentRequest("because", LocalDate.parse("2023-02-01"), null, null, NullNode.instance),
                CONTEXT);
        agreement.changeFunding(FundingKind.OPCO, FundingState.SUSPENDED, LocalDate.parse("2022-07-01"), CONTEXT);
        agreement.changeFunding(FundingKind.OPCO, FundingState.AVAILABLE, LocalDate.parse("2023-01-01"), CONTEXT);
        agreement.suspend(LocalDate.parse("2024-03-01"), CONTEXT);
        List<HistoryEntry> history = agreement.drainNewEntries();

        assertThat(AgreementSnapshot.asOf(LocalDate.parse("2021-11-14"), history))
                .isEmpty();
        assertThat(on("2021-11-15", history)).isEqualTo("IN_FORCE, OPCO AVAILABLE, 50 seats, amendment 0");
        assertThat(on("2022-11-30", history)).isEqualTo("IN_FORCE, OPCO SUSPENDED, 50 seats, amendment 0");
        assertThat(on("2023-01-31", history)).isEqualTo("IN_FORCE, OPCO AVAILABLE, 50 seats, amendment 0");
        assertThat(on("2023-02-01", history)).isEqualTo("IN_FORCE, OPCO AVAILABLE, 20 seats, amendment 1");
        assertThat(on("2024-02-29", history)).isEqualTo("IN_FORCE, OPCO AVAILABLE, 20 seats, amendment 1");
        assertThat(on("2024-03-01", history)).isEqualTo("SUSPENDED, OPCO AVAILABLE, 20 seats, amendment 1");
    }

    @Test
    void todaysSnapshotIsTheCurrentState() {
        agreement.sign(null, null, CONTEXT);
        agreement.applyDueTransitions(null, CONTEXT);
        AgreementSnapshot today =
                AgreementSnapshot.asOf(TODAY, agreement.drainNewEntries()).orElseThrow();
        assertThat(today.state()).isEqualTo(agreement.state());
        assertThat(today.stateSince()).isEqualTo(agreement.lifetime().stateSince());
        assertThat(today.terms()).isEqualTo(agreement.terms());
        assertThat(today.signedOn()).isEqualTo(agreement.signedOn());
    }

    private static String on(String day, List<HistoryEntry> history) {
        AgreementSnapshot snapshot =
                AgreementSnapshot.asOf(LocalDate.parse(day), history).orElseThrow();
        return "%s, OPCO %s, %d seats, amendment %d"
                .formatted(
                        snapshot.state(),
                        snapshot.funding(FundingKind.OPCO, null).state(),
                        snapshot.terms().seatQuotas().get(0).seats(),
                        snapshot.lastAmendment());
    }
}

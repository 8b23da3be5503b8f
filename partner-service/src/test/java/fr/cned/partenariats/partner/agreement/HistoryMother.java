package fr.cned.partenariats.partner.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** History entries for tests of pure rules. */
final class HistoryMother {

    private static final UUID AGREEMENT = UUID.randomUUID();

    private HistoryMother() {}

    static HistoryEntry entry(int position, HistoryAction action, String effectiveOn, AgreementState state) {
        ChangeContext context = new ChangeContext("officer", Instant.EPOCH, LocalDate.EPOCH, "test");
        return HistoryEntry.of(AGREEMENT, position, context, action, LocalDate.parse(effectiveOn), state);
    }
}

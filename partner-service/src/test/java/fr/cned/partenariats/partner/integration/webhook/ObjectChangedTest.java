package fr.cned.partenariats.partner.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.partner.integration.notice.Notice;
import fr.cned.partenariats.partner.integration.people.NoticeKind;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectChangedTest {

    private static final UUID PARTNER = UUID.randomUUID();

    private static ObjectChanged changed(String state, UUID partner, long rejected, boolean dryRun, String kind) {
        UUID id = UUID.randomUUID();
        return new ObjectChanged(id, 1, state, partner, null, rejected, dryRun, kind, id, null, Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({
        "DONE,1,false,ENROLLMENTS,1",
        "ABORTED,1,false,CHANGES,1",
        "DONE,0,false,ENROLLMENTS,0",
        "RUNNING,1,false,ENROLLMENTS,0",
        "DONE,1,true,ENROLLMENTS,0",
        "DONE,1,false,PAPERS,0",
    })
    void rejectsAreNewsAtTheEndOfAFile(String state, long rejected, boolean dryRun, String kind, int notices) {
        assertThat(changed(state, PARTNER, rejected, dryRun, kind).notices(NoticeKind.IMPORT_REJECTS))
                .hasSize(notices);
    }

    @Test
    void aFileOfTheOfficeIsNewsForNobody() {
        assertThat(changed("DONE", null, 1, false, "ENROLLMENTS").notices(NoticeKind.IMPORT_REJECTS))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CONTRACT_BROKEN,RUPTURED,1", "CONTRACT_BROKEN,RUNNING,0", "ATTENDANCE_ALERT,RESOLVED,0"})
    void thePartnerIsToldOfBrokenContractsAndOpenAlerts(NoticeKind kind, String state, int notices) {
        assertThat(changed(state, PARTNER, 0, false, null).notices(kind))
                .hasSize(notices)
                .extracting(Notice::partnerId)
                .allMatch(PARTNER::equals);
    }
}

package fr.cned.partenariats.commons.http.propagation;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_YET_PROPAGATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotYetPropagatedTest {

    /** Its time is 1 000 000 ms. */
    private static final UUID MINUTES_AFTER_1970 = new UUID((1_000_000L << 16) | 0x7000, 0x8000000000000000L);

    @ParameterizedTest
    @CsvSource({"1000000, true", "1059999, true", "1060000, false", "940001, true", "940000, false"})
    void anIdIsYoungForAMinuteAroundItsTime(long now, boolean young) {
        assertThat(NotYetPropagated.isYoung(MINUTES_AFTER_1970, now)).isEqualTo(young);
    }

    @Test
    void anIdWithoutATimeIsNeverYoung() {
        assertThat(NotYetPropagated.isYoung(UUID.randomUUID(), System.currentTimeMillis()))
                .isFalse();
    }

    @Test
    void anUnknownYoungIdIsRefusedForARetry() {
        Refusal refusal = NotYetPropagated.or(Refusal.of(NOT_FOUND, "site"), Ids.next(), "/siteId");
        assertThat(refusal.code()).isEqualTo(NOT_YET_PROPAGATED);
        assertThat(refusal.isTemporary()).isTrue();
        assertThat(refusal.violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.pointer()).isEqualTo("/siteId"));
    }

    @Test
    void anUnknownOldIdIsRefusedAsBefore() {
        Refusal notFound = Refusal.of(NOT_FOUND, "site");
        assertThat(NotYetPropagated.or(notFound, MINUTES_AFTER_1970, "/siteId")).isSameAs(notFound);
    }

    @Test
    void aKnownObjectIsNeverRefused() {
        assertThatCode(() -> NotYetPropagated.check("copy", Ids.next(), "/siteId"))
                .doesNotThrowAnyException();
        assertThatCode(() -> NotYetPropagated.check(null, null, "/siteId")).doesNotThrowAnyException();
        assertThatThrownBy(() -> NotYetPropagated.check(null, Ids.next(), "/siteId"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void theHeaderNamesKindsIdsAndRevisions() {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        assertThat(AwaitedRevisions.parse("agreement/" + first + "=3 ,training-need/" + second + "=0"))
                .isEqualTo(List.of(
                        new AwaitedRevisions.Awaited("agreement", first, 3),
                        new AwaitedRevisions.Awaited("training-need", second, 0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "agreement",
                "agreement/x=1",
                "agreement/0190a000-0000-7000-8000-000000000001",
                "agreement/0190a000-0000-7000-8000-000000000001=-1",
                "agreement/0190a000-0000-7000-8000-000000000001=9999999999999999",
                "agreement/0190A000-0000-7000-8000-000000000001=1"
            })
    void anotherHeaderIsInvalid(String header) {
        assertThatThrownBy(() -> AwaitedRevisions.parse(header))
                .isInstanceOf(Refusal.class)
                .hasMessage("invalid-awaited-revisions");
    }
}

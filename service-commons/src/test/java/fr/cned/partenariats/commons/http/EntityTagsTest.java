package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.http.EntityTags.matchesRevision;
import static fr.cned.partenariats.commons.http.EntityTags.weaklyMatches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

    @ParameterizedTest
    @ValueSource(strings = {"\"5\"", "\"5-7\"", "*", "\"4\",\"5\"", " \"4\" , \"5-1-2\" ", "W/\"4\", \"5\""})
    void ifMatchComparesTheRevisionBeforeTheDash(String header) {
        assertThat(matchesRevision(header, 5)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"4\"", "5", "W/\"5\"", "\"55\"", "\"5", "\"7-5\"", "\"\"", "", ",", "\"-5\"", "\"05\""})
    void ifMatchRefusesOtherAndWeakTags(String header) {
        assertThat(matchesRevision(header, 5)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"5-7\"", "W/\"5-7\"", "*", "\"4\", W/\"5-7\"", "\"a,b\",\"5-7\""})
    void ifNoneMatchComparesTheWholeTagWeakly(String header) {
        assertThat(weaklyMatches(header, "\"5-7\"")).isTrue();
        assertThat(weaklyMatches(header, "W/\"5-7\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"5\"", "\"5-8\"", "5-7", "", "\"a,5-7\""})
    void ifNoneMatchIgnoresOtherTags(String header) {
        assertThat(weaklyMatches(header, "\"5-7\"")).isFalse();
        assertThat(weaklyMatches(header, "W/\"5-7\"")).isFalse();
    }

    @Test
    void aChangeOfTheExpectedRevisionIsAccepted() {
        assertThatCode(() -> ExpectedRevision.of("\"5\"").check(5)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void aChangeWithoutIfMatchIsRefused(@Nullable String header) {
        assertThatThrownBy(() -> ExpectedRevision.of(header).check(5))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(CommonProblem.MISSING_IF_MATCH));
    }

    @Test
    void aChangeOfAnotherRevisionIsRefused() {
        assertThatThrownBy(() -> ExpectedRevision.of("\"4\"").check(5))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(CommonProblem.STALE_REVISION));
    }

    @Test
    void theTagOfAViewIsItsRevision() {
        Revisioned view = () -> 5;
        assertThat(view.entityTag()).isEqualTo("5");
    }
}

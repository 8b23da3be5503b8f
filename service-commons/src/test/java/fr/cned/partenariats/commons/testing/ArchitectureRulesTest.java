package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule is seen to fail, or it would be no rule. */
class ArchitectureRulesTest {

    private static final String BAD = "fr.cned.partenariats.badexample";
    private static final String GOOD = "fr.cned.partenariats.parking";
    private static final String COMMONS = "fr.cned.partenariats.commons";

    private static Stream<Arguments> rulesAndWhoBreaksThem() {
        return Stream.of(
                Arguments.of(ArchitectureRules.featuresFormNoCircle(BAD), "Slice left"),
                Arguments.of(ArchitectureRules.resourcesAreHttpOnly(), "BadResource"),
                Arguments.of(ArchitectureRules.entitiesKeepTheirFields(), "BadEntity"),
                Arguments.of(ArchitectureRules.injectionIsByConstructor(), "BadResource"),
                Arguments.of(ArchitectureRules.everyPostIsIdempotent(), "BadPost"),
                Arguments.of(ArchitectureRules.everyBodyNamesItsMediaType(), "BadPost"),
                Arguments.of(ArchitectureRules.noServiceKnowsAnother(BAD), "ParkingProblem"));
    }

    @ParameterizedTest
    @MethodSource("rulesAndWhoBreaksThem")
    void theRuleFindsWhoBreaksIt(ArchRule rule, String culprit) {
        JavaClasses bad = new ClassFileImporter().importPackages(BAD);
        assertThatThrownBy(() -> rule.check(bad))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(culprit);
    }

    @Test
    void aServiceAsItShouldBePassesThemAll() {
        ArchitectureRules.check(GOOD, new ClassFileImporter().importPackages(GOOD));
    }

    @Test
    void rulesOverNothingAreNotGreen() {
        assertThatThrownBy(() -> ArchitectureRules.check("fr.cned.partenariats.nothing"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void theMechanismsKnowNoServiceAndFormNoCircle() {
        JavaClasses commons = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(COMMONS);
        ArchitectureRules.featuresFormNoCircle(COMMONS).check(commons);
        ArchitectureRules.injectionIsByConstructor().check(commons);
        ArchitectureRules.noServiceKnowsAnother(COMMONS).check(commons);
    }
}

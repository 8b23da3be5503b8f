package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that each rule fails on a bad example. */
class ArchitectureRulesTest {

    private static final String BAD = "fr.cned.partenariats.badexample";
    private static final JavaClasses BAD_CLASSES = new ClassFileImporter().importPackages(BAD);
    private static final String GOOD = "fr.cned.partenariats.parking";
    private static final String COMMONS = "fr.cned.partenariats.commons";

    private static Stream<Arguments> rulesWithTheirViolations() {
        return Stream.of(
                Arguments.of(ArchitectureRules.featuresHaveNoCycles(BAD), "Slice left"),
                Arguments.of(ArchitectureRules.packagesHaveNoCycles(BAD), "Slice left"),
                Arguments.of(ArchitectureRules.resourcesAreHttpOnly(), "BadResource"),
                Arguments.of(ArchitectureRules.entitiesKeepTheirFields(), "BadEntity.id"),
                Arguments.of(ArchitectureRules.changedListsInJsonAreStored(), "BadEntity.names"),
                Arguments.of(ArchitectureRules.injectionIsByConstructor(), "BadResource"),
                Arguments.of(ArchitectureRules.everyPostIsIdempotent(), "BadPost"),
                Arguments.of(ArchitectureRules.everyBodyHasAMediaType(), "BadPost"),
                Arguments.of(ArchitectureRules.servicesAreIndependent(BAD), "ParkingProblem"),
                Arguments.of(ArchitectureRules.readersOfTheLogAreNotCalled(), "BadUseCase.change("),
                Arguments.of(ArchitectureRules.readersOfTheLogAreNotCalled(), "BadUseCase.isSent("),
                Arguments.of(ArchitectureRules.eventsAreBuiltForTheRelayOnly(), "BadUseCase.emit("),
                Arguments.of(ArchitectureRules.feedsAreReadByResourcesOnly(), "BadUseCase.feed("),
                Arguments.of(ArchitectureRules.webhooksAreNotCalled(), "BadUseCase.deliver("),
                Arguments.of(ArchitectureRules.daysComeFromTheClock(), "BadUseCase.today("),
                Arguments.of(ArchitectureRules.daysComeFromTheClock(), "BadUseCase.zone("),
                Arguments.of(ArchitectureRules.pathParametersHaveTheNameOfTheirSegment(), "BadDialect"),
                Arguments.of(ArchitectureRules.transactionsBeginAtMethods(), "BadDialect"),
                Arguments.of(ArchitectureRules.conditionalHeadersAreReadInCommons(), "reads If-Match"),
                Arguments.of(ArchitectureRules.conditionalHeadersAreReadInCommons(), "reads If-None-Match"),
                Arguments.of(ArchitectureRules.readsOfASingleResourceHaveARevision(), "BadDialect.get("),
                Arguments.of(ArchitectureRules.operationsOfTenantsHaveAScope("partner"), "has no @RequiresScope"),
                Arguments.of(
                        ArchitectureRules.everyOperationHasAnIdWithTheVerbOfItsMethod(), "has the operationId \"\""),
                Arguments.of(
                        ArchitectureRules.everyOperationHasAnIdWithTheVerbOfItsMethod(),
                        "has another verb than its operationId getBad"),
                Arguments.of(
                        ArchitectureRules.everyOperationHasAnIdWithTheVerbOfItsMethod(),
                        "has the operationId patchBad, whose verb is none of [update]"),
                Arguments.of(
                        ArchitectureRules.everyOperationHasAnIdWithTheVerbOfItsMethod(),
                        "has the operationId registerBad, whose verb is not the action's"),
                Arguments.of(
                        ArchitectureRules.deprecatedOperationsAnnounceTheirDates(),
                        "BadDeprecation.annotated()> is deprecated without @DeprecatedOperation"),
                Arguments.of(
                        ArchitectureRules.deprecatedOperationsAnnounceTheirDates(),
                        "BadDeprecation.described()> is deprecated without @DeprecatedOperation"),
                Arguments.of(
                        ArchitectureRules.deprecatedOperationsAnnounceTheirDates(),
                        "has a @DeprecatedOperation with \"2027-02-30\", which is no day"),
                Arguments.of(
                        ArchitectureRules.deprecatedOperationsAnnounceTheirDates(), "has its sunset before its since"));
    }

    @ParameterizedTest
    @MethodSource("rulesWithTheirViolations")
    void theRuleReportsTheViolation(ArchRule rule, String culprit) {
        assertThatThrownBy(() -> rule.check(BAD_CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(culprit);
    }

    @Test
    void aCorrectServicePasses() {
        ArchitectureRules.check(GOOD, new ClassFileImporter().importPackages(GOOD));
    }

    @Test
    void aServiceThatFollowsTheDialectPasses() {
        ArchitectureRules.checkDialect(
                new ClassFileImporter().importPackages(GOOD + ".space", GOOD + ".reservation", GOOD + ".permit"));
    }

    @Test
    void aViewWithoutRevisionCanBeExempt() {
        ArchitectureRules.readsOfASingleResourceHaveARevision(String.class).check(BAD_CLASSES);
    }

    @Test
    void aQuarkusTestThatIsNotNamedITFails() {
        assertThatThrownBy(() -> ArchitectureRules.checkTests(BAD))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("BadlyNamedQuarkusCase");
    }

    @Test
    void quarkusTestsOfCommonsAreNamedIT() {
        ArchitectureRules.checkTests(COMMONS);
    }

    @Test
    void aGroupThatUsesALaterOneFails() {
        assertThatThrownBy(() -> ArchitectureRules.checkGroups(BAD, BAD_CLASSES, List.of("left", "right")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("badexample.right");
    }

    @Test
    void aPackageWithoutAGroupFails() {
        assertThatThrownBy(() -> ArchitectureRules.checkGroups(BAD, BAD_CLASSES, List.of("right")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("badexample.left");
    }

    @Test
    void rulesWithoutClassesFail() {
        assertThatThrownBy(() -> ArchitectureRules.check("fr.cned.partenariats.nothing"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void commonsDependsOnNoServiceAndHasNoCycles() {
        JavaClasses commons = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(COMMONS);
        ArchitectureRules.featuresHaveNoCycles(COMMONS).check(commons);
        ArchitectureRules.checkGroups(COMMONS, commons, List.of("base", "security", "changelog", "http", "events"));
        ArchitectureRules.injectionIsByConstructor().check(commons);
        ArchitectureRules.daysComeFromTheClock().check(commons);
        ArchitectureRules.servicesAreIndependent(COMMONS).check(commons);
        ArchitectureRules.transactionsBeginAtMethods().check(commons);
    }
}

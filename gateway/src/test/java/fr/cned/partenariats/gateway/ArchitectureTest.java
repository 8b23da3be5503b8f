package fr.cned.partenariats.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses GATEWAY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("fr.cned.partenariats.gateway");

    @Test
    void gatewayDependsOnNoServiceAndNotOnCommons() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "fr.cned.partenariats.partner..",
                        "fr.cned.partenariats.catalog..",
                        "fr.cned.partenariats.enrollment..",
                        "fr.cned.partenariats.commons..",
                        "fr.cned.partenariats.local..")
                .check(GATEWAY);
    }

    @Test
    void gatewayUsesNoDatabaseAndNoBroker() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "jakarta.persistence..", "org.hibernate..", "org.apache.kafka..")
                .check(GATEWAY);
    }

    @Test
    void quarkusTestsAreNamedIT() {
        classes()
                .that()
                .areMetaAnnotatedWith(QuarkusTest.class)
                .should()
                .haveSimpleNameEndingWith("IT")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                        .importPackages("fr.cned.partenariats.gateway"));
    }

    @Test
    void aGroupOfPackagesUsesThoseBelowItOnly() {
        String base = "fr.cned.partenariats.gateway";
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("edge")
                .definedBy(base + ".edge..")
                .layer("refusals")
                .definedBy(base + ".refusals..")
                .layer("pages")
                .definedBy(base + ".pages..")
                .whereLayer("edge")
                .mayNotAccessAnyLayer()
                .whereLayer("refusals")
                .mayOnlyAccessLayers("edge")
                .whereLayer("pages")
                .mayOnlyAccessLayers("edge", "refusals")
                .check(GATEWAY);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("fr.cned.partenariats.gateway.(*)..")
                .should()
                .beFreeOfCycles()
                .check(GATEWAY);
    }

    @Test
    void classesUseConstructorInjectionAndNoStandardStreams() {
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(GATEWAY);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(GATEWAY);
    }
}

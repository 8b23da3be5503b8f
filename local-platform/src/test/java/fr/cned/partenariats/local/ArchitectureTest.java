package fr.cned.partenariats.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "fr.cned.partenariats.local";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void lifecycleKnowsNoPart() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".lifecycle")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".lifecycle", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void demonstrationDataAreLoadedThroughTheGatewayOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".demo")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".demo",
                        ROOT + ".http",
                        ROOT + ".lifecycle",
                        "com.fasterxml.jackson..",
                        "java..",
                        "org.jspecify..")
                .check(CLASSES);
    }
}

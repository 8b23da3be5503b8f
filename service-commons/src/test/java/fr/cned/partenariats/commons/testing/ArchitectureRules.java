package fr.cned.partenariats.commons.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import fr.cned.partenariats.commons.idempotency.Idempotent;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** The rules of docs/architecture.md that a machine can check; each service calls them all from a test. */
public final class ArchitectureRules {

    private ArchitectureRules() {}

    /** @param basePackage such as {@code fr.cned.partenariats.partner} */
    public static void check(String basePackage) {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(basePackage);
        check(basePackage, code);
    }

    static void check(String basePackage, JavaClasses code) {
        featuresFormNoCircle(basePackage).check(code);
        resourcesAreHttpOnly().check(code);
        entitiesKeepTheirFields().check(code);
        injectionIsByConstructor().check(code);
        everyPostIsIdempotent().check(code);
        everyBodyNamesItsMediaType().check(code);
        noServiceKnowsAnother(basePackage).check(code);
        bigEnoughToMean(code);
    }

    /** A rule over no class at all is green for the wrong reason. */
    private static void bigEnoughToMean(JavaClasses code) {
        if (code.size() < 10) {
            throw new AssertionError("only " + code.size() + " classes were found to check");
        }
    }

    static ArchRule featuresFormNoCircle(String basePackage) {
        return slices().matching(basePackage + ".(*)..").should().beFreeOfCycles();
    }

    static ArchRule resourcesAreHttpOnly() {
        return noClasses()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .dependOnClassesThat(describe(
                        "query or transact",
                        (JavaClass c) -> c.isAssignableTo(EntityManager.class)
                                || c.getSimpleName().endsWith("Repository")
                                || c.isAssignableTo(Transactional.class)));
    }

    static ArchRule entitiesKeepTheirFields() {
        return fields().that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(Entity.class)
                .should()
                .bePrivate()
                .orShould()
                .beStatic();
    }

    static ArchRule injectionIsByConstructor() {
        return fields().should().notBeAnnotatedWith(Inject.class);
    }

    static ArchRule everyPostIsIdempotent() {
        return methods()
                .that()
                .areAnnotatedWith(POST.class)
                .should()
                .beAnnotatedWith(Idempotent.class)
                .allowEmptyShould(true);
    }

    /** Without a media type, a record of one string is also read from any plain text. */
    static ArchRule everyBodyNamesItsMediaType() {
        return methods()
                .that(describe(
                        "take a body",
                        (JavaMethod m) -> m.getParameters().stream().anyMatch(p -> p.isAnnotatedWith(Valid.class))))
                .and()
                .areMetaAnnotatedWith(HttpMethod.class)
                .and()
                .areNotAnnotatedWith(GET.class)
                .should()
                .beAnnotatedWith(Consumes.class)
                .orShould()
                .beDeclaredInClassesThat()
                .areAnnotatedWith(Consumes.class)
                .allowEmptyShould(true);
    }

    static ArchRule noServiceKnowsAnother(String basePackage) {
        return classes()
                .should()
                .onlyDependOnClassesThat(describe(
                        "are not another service's",
                        (JavaClass c) -> !c.getPackageName().startsWith("fr.cned.partenariats")
                                || c.getPackageName().startsWith(basePackage)
                                || c.getPackageName().startsWith("fr.cned.partenariats.commons")));
    }
}

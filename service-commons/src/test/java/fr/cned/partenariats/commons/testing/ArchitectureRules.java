package fr.cned.partenariats.commons.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.properties.HasSourceCodeLocation;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import fr.cned.partenariats.commons.changelog.ChangeFeed;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.changelog.ChangeFollower;
import fr.cned.partenariats.commons.changelog.ChangeSource;
import fr.cned.partenariats.commons.changelog.ChangedObject;
import fr.cned.partenariats.commons.changelog.ChangesCommitted;
import fr.cned.partenariats.commons.changelog.SettledEntries;
import fr.cned.partenariats.commons.events.relay.EntityEvents;
import fr.cned.partenariats.commons.events.relay.EventSource;
import fr.cned.partenariats.commons.events.relay.StateEvent;
import fr.cned.partenariats.commons.http.DeprecatedOperation;
import fr.cned.partenariats.commons.http.Revisioned;
import fr.cned.partenariats.commons.http.idempotency.Idempotent;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Checks the architecture rules of docs/architecture.md. Each service calls them from a test. */
public final class ArchitectureRules {

    private static final Map<Class<? extends Annotation>, Set<String>> VERBS = Map.of(
            GET.class, Set.of("list", "get", "count", "export"),
            PATCH.class, Set.of("update"),
            PUT.class, Set.of("replace"),
            DELETE.class, Set.of("delete"));
    private static final Set<String> NO_ACTIONS =
            Set.of("list", "get", "read", "update", "replace", "post", "put", "patch", "edit", "enroll", "register");

    private static final Map<String, JavaClasses> MAIN_CLASSES = new ConcurrentHashMap<>();
    private static final String COMMONS = "fr.cned.partenariats.commons..";

    private ArchitectureRules() {}

    /** @param basePackage such as {@code fr.cned.partenariats.partner} */
    public static void check(String basePackage) {
        check(basePackage, mainClasses(basePackage));
    }

    static void check(String basePackage, JavaClasses code) {
        featuresHaveNoCycles(basePackage).check(code);
        packagesHaveNoCycles(basePackage).check(code);
        resourcesAreHttpOnly().check(code);
        entitiesKeepTheirFields().check(code);
        changedListsInJsonAreStored().check(code);
        injectionIsByConstructor().check(code);
        everyPostIsIdempotent().check(code);
        everyBodyHasAMediaType().check(code);
        servicesAreIndependent(basePackage).check(code);
        readersOfTheLogAreNotCalled().check(code);
        eventsAreBuiltForTheRelayOnly().check(code);
        feedsAreReadByResourcesOnly().check(code);
        webhooksAreNotCalled().check(code);
        daysComeFromTheClock().check(code);
        requireClasses(code);
    }

    /**
     * Checks the conventions that all services share: docs/recipes.md, "Conventions".
     *
     * @param viewsWithoutRevision views of single resources that never change
     */
    public static void checkDialect(String basePackage, Class<?>... viewsWithoutRevision) {
        checkDialect(mainClasses(basePackage), viewsWithoutRevision);
        checkTests(basePackage);
    }

    /** Keeps {@code mvn test} fast: it runs the classes named {@code *Test}, which must not start Quarkus. */
    public static void checkTests(String basePackage) {
        quarkusTestsAreNamedIT()
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                        .importPackages(basePackage));
    }

    static ArchRule quarkusTestsAreNamedIT() {
        return classes()
                .that()
                .areMetaAnnotatedWith(QuarkusTest.class)
                .and()
                .areNotAnnotations()
                .should()
                .haveSimpleNameEndingWith("IT");
    }

    static void checkDialect(JavaClasses code, Class<?>... viewsWithoutRevision) {
        requireClasses(code);
        pathParametersHaveTheNameOfTheirSegment().check(code);
        transactionsBeginAtMethods().check(code);
        everyOperationHasAnIdWithTheVerbOfItsMethod().check(code);
        conditionalHeadersAreReadInCommons().check(code);
        readsOfASingleResourceHaveARevision(viewsWithoutRevision).check(code);
        deprecatedOperationsAnnounceTheirDates().check(code);
        operationsOfTenantsHaveAScope("partner", "apprenticeship-host").check(code);
    }

    /** The classes of a service, without its tests. To import them takes seconds. */
    public static JavaClasses mainClasses(String basePackage) {
        return MAIN_CLASSES.computeIfAbsent(
                basePackage,
                name -> new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(name));
    }

    /** A rule that checks no class passes for the wrong reason. */
    private static void requireClasses(JavaClasses code) {
        if (code.size() < 10) {
            throw new AssertionError("only " + code.size() + " classes were found to check");
        }
    }

    static ArchRule featuresHaveNoCycles(String basePackage) {
        return slices().matching(basePackage + ".(*)..").should().beFreeOfCycles();
    }

    /** Also the sub-packages of a feature. */
    static ArchRule packagesHaveNoCycles(String basePackage) {
        return slices().matching(basePackage + ".(**)").should().beFreeOfCycles();
    }

    /**
     * Checks the groups of packages of a module.
     *
     * @param fromTheGroundUp the groups: a class uses classes of its group and of those before it
     */
    public static void checkGroups(String basePackage, String... fromTheGroundUp) {
        checkGroups(basePackage, mainClasses(basePackage), List.of(fromTheGroundUp));
    }

    static void checkGroups(String basePackage, JavaClasses code, List<String> groups) {
        for (int i = 0; i < groups.size(); i++) {
            String[] later = groups.stream()
                    .skip(i + 1)
                    .map(group -> basePackage + '.' + group + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(basePackage + '.' + groups.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(code);
        }
        String[] all =
                groups.stream().map(group -> basePackage + '.' + group + "..").toArray(String[]::new);
        classes()
                .that(describe(
                        "are in a group", (JavaClass c) -> !c.getPackageName().equals(basePackage)))
                .should()
                .resideInAnyPackage(all)
                .check(code);
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

    /** Without {@code @Basic} Hibernate maps such a list as an association, and does not see that another one is set. */
    static ArchRule changedListsInJsonAreStored() {
        return fields().that()
                .areAnnotatedWith(describe("of JSON", ArchitectureRules::isJson))
                .and()
                .haveRawType(assignableTo(Collection.class).or(assignableTo(Map.class)))
                .should()
                .beAnnotatedWith(Basic.class)
                .allowEmptyShould(true);
    }

    private static boolean isJson(JavaAnnotation<?> annotation) {
        return annotation.getRawType().isEquivalentTo(JdbcTypeCode.class)
                && annotation.as(JdbcTypeCode.class).value() == SqlTypes.JSON;
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

    /** Without a media type, RESTEasy also reads a record with one string from plain text. */
    static ArchRule everyBodyHasAMediaType() {
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

    static ArchRule servicesAreIndependent(String basePackage) {
        return classes()
                .should()
                .onlyDependOnClassesThat(describe(
                        "belong to no other service",
                        (JavaClass c) -> !c.getPackageName().startsWith("fr.cned.partenariats")
                                || c.getPackageName().startsWith(basePackage)
                                || c.getPackageName().startsWith("fr.cned.partenariats.commons")));
    }

    /** A use case changes its objects. The answer cache, the relay and readers follow the log of changes. */
    static ArchRule readersOfTheLogAreNotCalled() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(COMMONS)
                .and()
                .haveSimpleNameNotEndingWith("Reader")
                .should()
                .dependOnClassesThat(describe(
                        "follow the log of changes",
                        (JavaClass c) -> c.getPackageName().startsWith("fr.cned.partenariats.commons.http.answers")
                                || c.isEquivalentTo(ChangesCommitted.class)
                                || c.isEquivalentTo(ChangeFollower.class)
                                || c.isEquivalentTo(SettledEntries.class)
                                || (c.getPackageName().startsWith("fr.cned.partenariats.commons.events.relay")
                                        && !c.isInterface()
                                        && !c.isEquivalentTo(EntityEvents.class))));
    }

    /** The relay asks for events. No use case builds one. */
    static ArchRule eventsAreBuiltForTheRelayOnly() {
        DescribedPredicate<JavaClass> events = describe(
                "are events or their sources",
                c -> c.isAssignableTo(EventSource.class) || c.isAssignableTo(StateEvent.class));
        return noClasses()
                .that()
                .resideOutsideOfPackage(COMMONS)
                .and(not(events))
                .should()
                .dependOnClassesThat(events);
    }

    /** Besides the objects of a feed, only a resource names it. */
    static ArchRule feedsAreReadByResourcesOnly() {
        DescribedPredicate<JavaClass> feeds = describe(
                "are a change feed",
                c -> c.isAssignableTo(ChangeSource.class)
                        || c.isEquivalentTo(ChangeFeed.class)
                        || c.isEquivalentTo(ChangeFeedPage.class)
                        || c.isEquivalentTo(ChangedObject.class));
        return noClasses()
                .that()
                .resideOutsideOfPackage(COMMONS)
                .and(not(feeds))
                .and()
                .areNotAnnotatedWith(Path.class)
                .should()
                .dependOnClassesThat(feeds);
    }

    static ArchRule webhooksAreNotCalled() {
        String webhooks = "..webhook..";
        return noClasses()
                .that()
                .resideOutsideOfPackage(webhooks)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(webhooks);
    }

    /** The injected clock has the zone of the platform; the JVM may have another. A moment has no zone. */
    static ArchRule daysComeFromTheClock() {
        return noClasses()
                .should()
                .callMethodWhere(describe(
                        "it reads a day or a zone of the JVM",
                        (JavaMethodCall call) ->
                                call.getTargetOwner().getPackageName().equals("java.time")
                                        && !call.getTargetOwner().isEquivalentTo(Instant.class)
                                        && (call.getName().equals("systemDefault")
                                                || call.getName().equals("systemDefaultZone")
                                                || (call.getName().equals("now")
                                                        && call.getTarget().getRawParameterTypes().stream()
                                                                .noneMatch(
                                                                        type -> type.isEquivalentTo(Clock.class))))));
    }

    /** {@code -parameters} is on: a parameter with the name of the segment needs no {@code @PathParam}. */
    static ArchRule pathParametersHaveTheNameOfTheirSegment() {
        return noClasses().should().dependOnClassesThat().areAssignableTo(PathParam.class);
    }

    static ArchRule transactionsBeginAtMethods() {
        return noClasses().should().beAnnotatedWith(Transactional.class);
    }

    static ArchRule everyOperationHasAnIdWithTheVerbOfItsMethod() {
        return methods()
                .that()
                .areMetaAnnotatedWith(HttpMethod.class)
                .should(satisfy(
                        "have an operationId whose verb fits the HTTP method and is that of the Java method",
                        ArchitectureRules::faultOfOperationId))
                .allowEmptyShould(true);
    }

    private static @Nullable String faultOfOperationId(JavaMethod method) {
        String id = method.tryGetAnnotationOfType(Operation.class)
                .map(Operation::operationId)
                .orElse("");
        if (!id.matches("[a-z]+[A-Z][A-Za-z]*")) {
            return "has the operationId \"" + id + "\"";
        }
        String verb = verb(id);
        if (!verb(method.getName()).equals(verb)) {
            return "has another verb than its operationId " + id;
        }
        for (Map.Entry<Class<? extends Annotation>, Set<String>> allowed : VERBS.entrySet()) {
            if (method.isAnnotatedWith(allowed.getKey()) && !allowed.getValue().contains(verb)) {
                return "has the operationId " + id + ", whose verb is none of " + allowed.getValue();
            }
        }
        return method.isAnnotatedWith(POST.class) && NO_ACTIONS.contains(verb)
                ? "has the operationId " + id + ", whose verb is not the action's"
                : null;
    }

    private static String verb(String name) {
        return name.split("(?=[A-Z])", 2)[0];
    }

    /** {@code @Deprecated} alone tells clients neither since when nor what to use instead. */
    static ArchRule deprecatedOperationsAnnounceTheirDates() {
        return methods()
                .that()
                .areMetaAnnotatedWith(HttpMethod.class)
                .should(satisfy(
                        "announce a deprecation with @DeprecatedOperation and valid days",
                        ArchitectureRules::faultOfDeprecation))
                .allowEmptyShould(true);
    }

    private static @Nullable String faultOfDeprecation(JavaMethod method) {
        Optional<DeprecatedOperation> announced = method.tryGetAnnotationOfType(DeprecatedOperation.class);
        if (announced.isEmpty()) {
            boolean marked = method.isAnnotatedWith(Deprecated.class)
                    || method.tryGetAnnotationOfType(Operation.class)
                            .filter(Operation::deprecated)
                            .isPresent();
            return marked ? "is deprecated without @DeprecatedOperation" : null;
        }
        try {
            LocalDate since = LocalDate.parse(announced.get().since());
            String sunset = announced.get().sunset();
            return sunset.isEmpty() || LocalDate.parse(sunset).isAfter(since)
                    ? null
                    : "has its sunset before its since";
        } catch (DateTimeParseException noDay) {
            return "has a @DeprecatedOperation with \"" + noDay.getParsedString() + "\", which is no day";
        }
    }

    static ArchRule conditionalHeadersAreReadInCommons() {
        return classes()
                .that()
                .resideOutsideOfPackage(COMMONS)
                .should(satisfy(
                        "leave If-Match and If-None-Match to ExpectedRevision and EntityTagFilter",
                        type -> Stream.concat(
                                        type.getFields().stream()
                                                .map(field -> field.tryGetAnnotationOfType(HeaderParam.class)),
                                        type.getMethods().stream()
                                                .flatMap(method -> method.getParameters().stream())
                                                .map(parameter -> parameter.tryGetAnnotationOfType(HeaderParam.class)))
                                .flatMap(Optional::stream)
                                .map(HeaderParam::value)
                                .filter(name -> name.matches("(?i)if-(none-)?match"))
                                .findFirst()
                                .map(name -> "reads " + name)
                                .orElse(null)));
    }

    /** {@code TenantFilter} closes such an operation to tenants. */
    static ArchRule operationsOfTenantsHaveAScope(String... tenantRoles) {
        return methods()
                .that()
                .areMetaAnnotatedWith(HttpMethod.class)
                .and(describe(
                        "are open to a role of tenants",
                        (JavaMethod method) -> roles(method).anyMatch(Set.of(tenantRoles)::contains)))
                .should(satisfy(
                        "have @RequiresScope",
                        method -> method.isAnnotatedWith(RequiresScope.class)
                                        || method.getOwner().isAnnotatedWith(RequiresScope.class)
                                ? null
                                : "has no @RequiresScope"))
                .allowEmptyShould(true);
    }

    private static Stream<String> roles(JavaMethod method) {
        return method
                .tryGetAnnotationOfType(RolesAllowed.class)
                .or(() -> method.getOwner().tryGetAnnotationOfType(RolesAllowed.class))
                .stream()
                .flatMap(allowed -> Stream.of(allowed.value()));
    }

    static ArchRule readsOfASingleResourceHaveARevision(Class<?>... viewsWithoutRevision) {
        Set<String> exempt = Stream.of(viewsWithoutRevision).map(Class::getName).collect(Collectors.toSet());
        return methods()
                .that()
                .areAnnotatedWith(GET.class)
                .and(describe("read a single resource", ArchitectureRules::endsWithAPathParameter))
                .should(satisfy("return a Revisioned view", method -> {
                    JavaClass returned = method.getRawReturnType();
                    return returned.isAssignableTo(Revisioned.class) || exempt.contains(returned.getName())
                            ? null
                            : "returns " + returned.getName();
                }))
                .allowEmptyShould(true);
    }

    private static boolean endsWithAPathParameter(JavaMethod method) {
        return method.tryGetAnnotationOfType(Path.class)
                .or(() -> method.getOwner().tryGetAnnotationOfType(Path.class))
                .filter(path -> path.value().endsWith("}"))
                .isPresent();
    }

    /** @param fault what is wrong with the item, after its name; null when it satisfies the condition */
    private static <T extends HasDescription & HasSourceCodeLocation> ArchCondition<T> satisfy(
            String description, Function<T, @Nullable String> fault) {
        return new ArchCondition<>(description) {
            @Override
            public void check(T item, ConditionEvents events) {
                @Nullable String found = fault.apply(item);
                if (found != null) {
                    events.add(SimpleConditionEvent.violated(item, item.getDescription() + ' ' + found));
                }
            }
        };
    }
}

package fr.cned.partenariats.catalog.oeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.catalog.offering.EnrollmentPeriod;
import fr.cned.partenariats.catalog.offering.OfferingDetails;
import fr.cned.partenariats.catalog.offering.OfferingState;
import fr.cned.partenariats.catalog.offering.OfferingView;
import fr.cned.partenariats.catalog.offering.PlacesView;
import fr.cned.partenariats.catalog.training.Curriculum;
import fr.cned.partenariats.catalog.training.Family;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.Prerequisites;
import fr.cned.partenariats.catalog.training.TrainingDetails;
import fr.cned.partenariats.catalog.training.TrainingView;
import fr.cned.partenariats.commons.http.oeapi.Oeapi;
import fr.cned.partenariats.commons.http.oeapi.OeapiObject;
import fr.cned.partenariats.commons.http.oeapi.RootOrganisation;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes the catalogue, and what the platform serves, in the words of OEAPI. */
@ApplicationScoped
class CatalogueMapper {

    static final String PROGRAMME = "programme";

    static final Map<Family, String> QUALIFICATIONS = Map.of(
            Family.BTS, "vocational_diploma",
            Family.BTS_AGRICOLE, "vocational_diploma",
            Family.DAEU, "diploma",
            Family.DIPLOME_UNIVERSITE, "diploma",
            Family.LICENCE, "bachelor",
            Family.MASTER, "master",
            Family.FLE, "none",
            Family.CONCOURS, "none");

    static final Map<Integer, String> LEVELS = Map.of(5, "associate_degree", 6, "bachelor", 7, "master", 8, "doctoral");

    private static final String SPECIFICATION =
            "https://raw.githubusercontent.com/open-education-api/specification/v6.0/oeapi.yaml";

    private static final String OFFERING = "/programme-offerings/{programmeOfferingId}";
    private static final String ASSOCIATION = "/programme-offering-associations/{programmeOfferingAssociationId}";

    private static final List<String> READ = List.of("GET");
    private static final List<String> WRITTEN = List.of("GET", "PUT", "PATCH");

    private static final String OPERATIONS = """
            / /academic-sessions /academic-sessions/{academicSessionId}
            /academic-sessions/{academicSessionId}/programme-offerings
            /programmes /programmes/{programmeId} /programmes/{programmeId}/programme-offerings
            /programme-offerings/{programmeOfferingId}
            /programme-offerings/{programmeOfferingId}/programme-offering-associations
            /programme-offering-associations/{programmeOfferingAssociationId}
            /organisations /organisations/{organisationId}
            /organisations/{organisationId}/programmes /organisations/{organisationId}/programme-offerings
            /persons /persons/{personId} /persons/{personId}/programme-offering-associations""";

    private final RootOrganisation root;
    private final ZoneId zone;

    CatalogueMapper(RootOrganisation root, Clock clock) {
        this.root = root;
        this.zone = clock.getZone();
    }

    /** The operations of all services. One that is not here answers 404 or 405. */
    OeapiObject service() {
        OeapiObject consumer =
                new OeapiObject().with("consumerKey", Oeapi.CONSUMER).with("version", Oeapi.CONSUMER_VERSION);
        return new OeapiObject()
                .with("contactEmail", root.contactEmail())
                .with("specification", SPECIFICATION)
                .with("supportedConsumers", List.of(consumer))
                .with(
                        "supportedOperations",
                        Stream.of(OPERATIONS.split("\\s", -1))
                                .map(path -> of(path).with("verbs", path.equals(ASSOCIATION) ? WRITTEN : READ)))
                .with(
                        "supportedExpands",
                        List.of(
                                of(OFFERING).with("expandableObjects", List.of(PROGRAMME)),
                                of(ASSOCIATION).with("expandableObjects", List.of("person"))));
    }

    /** The standard wants a reference of RFC 3986, in which braces are encoded. */
    private static OeapiObject of(String template) {
        return new OeapiObject().with("path", template.replace("{", "%7B").replace("}", "%7D"));
    }

    /** The catalogue has no object for an academic year, so its id is made of its name. */
    static UUID idOfSession(String academicYear) {
        return UUID.nameUUIDFromBytes(("academic-session/" + academicYear).getBytes(UTF_8));
    }

    OeapiObject academicSession(String academicYear) {
        LocalDate first = LocalDate.of(Integer.parseInt(academicYear.substring(0, 4)), Month.SEPTEMBER, 1);
        return new OeapiObject()
                .with("academicSessionId", idOfSession(academicYear))
                .with("academicSessionType", "academic_year")
                .code("identifier", academicYear)
                .text("name", "Année universitaire " + academicYear)
                .start("startDateTime", first, zone)
                .end("endDateTime", first.plusYears(1).minusDays(1), zone);
    }

    OeapiObject programme(TrainingView training) {
        TrainingDetails details = training.details();
        Family family = details.family();
        @Nullable Integer level = details.level();
        Curriculum curriculum = Objects.requireNonNullElse(details.curriculum(), Curriculum.NONE);
        @Nullable LocalDate validTo = curriculum.validTo();
        boolean isBlock = details.rncp() != null && details.rncp().matches(".*BC\\d{2}");
        OeapiObject programme = new OeapiObject()
                .with("programmeId", training.id())
                .with("programmeType", family == Family.CONCOURS ? "x-contest_preparation" : PROGRAMME)
                .code("programme_code", details.code())
                .code("x-rncp", details.rncp())
                .code("x-nsf", details.nsf());
        details.rome().forEach(code -> programme.code("x-rome", code));
        details.formacode().forEach(code -> programme.code("x-formacode", code));
        return programme
                .text("name", details.title())
                .text("description", details.objectives(), details.content())
                .with("teachingLanguages", curriculum.languages().isEmpty() ? List.of("fr") : curriculum.languages())
                .with(
                        "studyLoad",
                        Stream.concat(studyLoad("ects", details.ects()), studyLoad("hour", details.durationHours())))
                .with("qualificationAwarded", isBlock ? "certificate" : QUALIFICATIONS.get(family))
                .with("levelOfQualification", level == null ? null : "eqf_" + level)
                .with("level", level == null ? null : LEVELS.get(level))
                .with("modeOfStudy", details.apprenticeship() ? "dual_training" : null)
                .with("modesOfDelivery", details.modalities().stream().map(CatalogueMapper::modeOfDelivery))
                .with("duration", curriculum.durationMonths() == null ? null : "P" + curriculum.durationMonths() + "M")
                .text("admissionRequirements", admission(details.prerequisites()))
                .with("organisationId", organisationOf(details))
                .start("validFrom", curriculum.validFrom(), zone)
                .start("validTo", validTo == null ? null : validTo.plusDays(1), zone);
    }

    private static @Nullable String admission(Prerequisites required) {
        String exempt = required.exemptions().isEmpty() ? "" : ", sauf dispense";
        return required.minLevel() == null ? null : "Diplôme de niveau " + required.minLevel() + " exigé" + exempt;
    }

    private static Stream<OeapiObject> studyLoad(String unit, @Nullable Integer value) {
        return Stream.ofNullable(value)
                .map(known -> new OeapiObject().with("studyLoadUnit", unit).with("value", known));
    }

    /** The first partner that delivers the training, otherwise the Cned. */
    private UUID organisationOf(TrainingDetails training) {
        return training.providerIds().isEmpty()
                ? root.id()
                : training.providerIds().get(0);
    }

    static String modeOfDelivery(Modality modality) {
        return switch (modality) {
            case DISTANCE -> "online";
            case HYBRID -> "hybrid";
            case ON_SITE -> "presential";
        };
    }

    /** @param withProgramme instead of its id */
    OeapiObject offering(OfferingView offering, TrainingView training, boolean withProgramme) {
        OfferingDetails details = offering.details();
        String year = details.academicYear();
        @Nullable PlacesView places = offering.places();
        Stream<OeapiObject> price = Stream.of(
                cost("total_costs", details.price().amount(), details.price().currency()));
        Stream<OeapiObject> ofPartner = Stream.ofNullable(offering.partnerTerms())
                .map(terms -> cost("x-partner_price", terms.price(), terms.currency()));
        return new OeapiObject()
                .with("programmeOfferingId", offering.id())
                .code("offering_code", offering.id().toString())
                .text("name", training.details().title() + ' ' + year)
                .with("state", stateOf(offering.state()))
                .start("startDateTime", details.startsOn(), zone)
                .end("endDateTime", details.endsOn(), zone)
                .with("modesOfDelivery", List.of(modeOfDelivery(details.modality())))
                .with("maxNumberStudents", details.capacity())
                .with("enrolledNumberStudents", places == null ? null : places.used())
                .with("resultExpected", true)
                .with("enrolmentPeriods", enrolmentPeriods(details, places))
                .with("priceInformation", Stream.concat(price, ofPartner))
                .with(withProgramme ? "programme" : "programmeId", withProgramme ? programme(training) : training.id())
                .with("academicSessionId", idOfSession(year))
                .with("organisationId", organisationOf(training.details()));
    }

    private static OeapiObject cost(String type, BigDecimal amount, String currency) {
        return new OeapiObject()
                .with("costType", type)
                .with("amount", amount.toPlainString())
                .with("currency", currency);
    }

    static String stateOf(OfferingState state) {
        return switch (state) {
            case PLANNED -> "concept";
            case OPEN -> "active";
            case CLOSED -> "inactive";
            case CANCELLED -> "cancelled";
        };
    }

    /** The states that a query selects; all without one. */
    static List<OfferingState> statesOf(@Nullable String name) {
        List<OfferingState> states = Stream.of(OfferingState.values())
                .filter(state -> stateOf(state).equals(name))
                .toList();
        if (states.isEmpty() && name != null) {
            throw Oeapi.invalid("state", "concept, active, inactive, cancelled");
        }
        return states;
    }

    /** The standard requires the start of a period. The waiting list is that of the offering, over all periods. */
    private List<OeapiObject> enrolmentPeriods(OfferingDetails offering, @Nullable PlacesView places) {
        if (offering.enrollmentPeriods().isEmpty()) {
            return Stream.ofNullable(offering.enrollmentOpensOn())
                    .map(opens -> period(opens, offering.enrollmentClosesOn(), offering.waitingListSize())
                            .with("queuedNumberStudents", places == null ? null : places.waiting()))
                    .toList();
        }
        return offering.enrollmentPeriods().stream()
                .map(period -> period(period.opensOn(), period.closesOn(), period.waitingListSize())
                        .with("targetGroups", targetGroups(period)))
                .toList();
    }

    private OeapiObject period(LocalDate opens, @Nullable LocalDate closes, int waitingListSize) {
        return new OeapiObject()
                .start("startDateTime", opens, zone)
                .end("endDateTime", closes, zone)
                .with("queueEnabled", waitingListSize > 0)
                .with("maxQueuedNumberStudents", waitingListSize);
    }

    /** New or returning students, and networks; null for everybody. */
    private static @Nullable List<String> targetGroups(EnrollmentPeriod period) {
        List<String> groups = Stream.concat(
                        Stream.ofNullable(period.students())
                                .map(students -> students.name().toLowerCase(Locale.ROOT)),
                        period.networks().stream())
                .toList();
        return groups.isEmpty() ? null : groups;
    }
}

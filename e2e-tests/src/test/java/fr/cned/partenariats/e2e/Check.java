package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.local.service.ServiceKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What holds on a platform at most a minute after an operation or a failure has ended. Each drill runs all of them; the
 * checks of tables hold for the data of all tests.
 */
enum Check {
    PARTS_READY("each service is ready, and the gateway reports no part as down", DrillChecks::partsDown),
    ONE_RELAY("one instance of each service sends its events", DrillChecks::wrongRelays),
    REGISTRATIONS_KEPT("each acknowledged registration is stored", DrillChecks::lostRegistrations),
    REGISTRATIONS_COUNTED("no registration is stored that was not acknowledged", DrillChecks::uncountedRegistrations),
    NOBODY_TWICE("no student is registered twice for an offering", DrillChecks::registeredTwice),
    KEYS_REPLAYED("a request that is sent again gets its first answer", DrillChecks::otherAnswers),
    REFERENCES_UNIQUE("each reference of a partner finds one enrollment, its own", DrillChecks::wrongReferences),
    QUEUE_IN_ORDER("places go to students in the order of their registration", DrillChecks::disorder),
    PLACES_GIVEN("nobody waits beside a free place", none(ENROLLMENT, "select id from promotable_enrollment")),
    SEATS_COUNTED(
            "the counter of each seat quota equals its enrollments", none(ENROLLMENT, """
                    select id from seat_counter c where used <> (select count(*) from enrollment e
                    where e.seat_id = c.id and e.state in %s) or used > granted or used < 0""".formatted(Tables.OCCUPYING))),
    PLACES_COUNTED(
            "the counter of each offering equals its enrollments", none(ENROLLMENT, """
                    select offering_id from place_counter c where used <> (select count(*) from enrollment e
                    where e.offering_id = c.offering_id and e.state in %s) or used > granted or used < 0""".formatted(Tables.OCCUPYING))),
    WAITING_COUNTED("the length of each waiting list equals its enrollments", none(ENROLLMENT, """
                    select offering_id from place_counter c where waiting <> (select count(*) from enrollment e
                    where e.offering_id = c.offering_id and e.state = 'WAITLISTED')""")),
    EVENTS_SENT("all events are sent", inAllServices(service -> Tables.rows(service, Tables.UNSENT))),
    NO_DEAD_LETTERS("no event became a dead letter", DrillChecks::newDeadLetters),
    PROPAGATED(
            "no object is out of date in another service",
            inAllServices(service -> Tables.rows(service, "select object_id, reason from propagation_failure"))),
    PARTNERS_COPIED("partners equal their copies", same(PARTNER, Tables.PARTNERS, ENROLLMENT, Tables.PARTNER_COPIES)),
    PARTNERS_COPIED_TO_CATALOGUE(
            "partners equal their copies in catalog-service",
            same(PARTNER, Tables.PARTNERS, CATALOG, Tables.PARTNER_COPIES)),
    AGREEMENTS_COPIED(
            "agreements equal their copies", same(PARTNER, Tables.AGREEMENTS, ENROLLMENT, Tables.AGREEMENT_COPIES)),
    AGREEMENTS_COPIED_TO_CATALOGUE(
            "agreements equal their copies in catalog-service",
            same(PARTNER, Tables.AGREEMENTS, CATALOG, Tables.AGREEMENT_COPIES)),
    SITES_COPIED("sites equal their copies", same(PARTNER, Tables.SITES, ENROLLMENT, Tables.SITE_COPIES)),
    TRAININGS_COPIED(
            "trainings equal their copies", same(CATALOG, Tables.TRAININGS, ENROLLMENT, Tables.TRAINING_COPIES)),
    OFFERINGS_COPIED(
            "offerings equal their copies", same(CATALOG, Tables.OFFERINGS, ENROLLMENT, Tables.OFFERING_COPIES)),
    SEATS_COPIED("used seats equal their copies", same(ENROLLMENT, Tables.SEATS, PARTNER, Tables.SEAT_COPIES)),
    PLACES_COPIED("used places equal their copies", same(ENROLLMENT, Tables.PLACES, CATALOG, Tables.PLACE_COPIES)),
    ENROLLMENT_TOPIC("the topic has the newest state of each enrollment", DrillChecks::enrollmentTopic),
    AGREEMENT_TOPIC("the topic has the newest state of each agreement", DrillChecks::agreementTopic),
    TRAINING_TOPIC("the topic has the newest state of each training", DrillChecks::trainingTopic),
    ENROLLMENT_FEED("a reader of the feed knows all enrollments", DrillChecks::enrollmentFeed),
    AGREEMENT_FEED("a reader of the feed knows all agreements", DrillChecks::agreementFeed),
    TRAINING_FEED("a reader of the feed knows all trainings", DrillChecks::trainingFeed),
    OFFERING_FEED("a reader of the feed knows all offerings", DrillChecks::offeringFeed),
    AUDIT_CHAIN("the audit trail is whole, and continues the one before the operation", DrillChecks::brokenChains),
    AUDIT_COMPLETE(
            "the revision of each row has its entry in the log",
            inAllServices(service -> Tables.rows(service, Tables.UNLOGGED))),
    WEBHOOKS_DELIVERED("the receiver has the newest state of each enrollment", DrillChecks::missingDeliveries),
    WEBHOOKS_DONE(
            "no delivery waits or has failed",
            drill -> Tables.rows(
                    PARTNER,
                    "select id, outcome from webhook_delivery where outcome <> 'DELIVERED' and partner_id = ?",
                    drill.fixture().partner())),
    TRANSMISSIONS_COUNTED("each accepted attempt is counted once", DrillChecks::uncountedAttempts),
    TRANSMISSIONS_ADD_UP("sent attempts are the accepted and refused ones, none is pending", DrillChecks::wrongSums),
    STATISTICS_COUNTED("statistics equal the enrollments", DrillChecks::wrongStatistics),
    IMPORTS_DONE("each row of each file is processed once", DrillChecks::openImports),
    ERASED_STAY_ERASED("nothing names an erased student", DrillChecks::knownAgain),
    RE_EMISSIONS_ENDED(
            "no re-emission runs",
            inAllServices(service -> Tables.rows(service, "select id from re_emission where state = 'RUNNING'")));

    private static final int SHOWN = 3;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String sentence;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Supplier<List<String>> tables;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<DrillTraffic, List<String>> exceptions;

    /** A check of the tables alone. */
    Check(String sentence, Supplier<List<String>> tables) {
        this(sentence, tables, traffic -> tables.get());
    }

    /** A check of what was acknowledged to the traffic of the drills. */
    Check(String sentence, Function<DrillTraffic, List<String>> exceptions) {
        this(
                sentence,
                () -> {
                    throw new IllegalStateException("needs traffic: " + sentence);
                },
                exceptions);
    }

    Check(String sentence, Supplier<List<String>> tables, Function<DrillTraffic, List<String>> exceptions) {
        this.sentence = sentence;
        this.tables = tables;
        this.exceptions = exceptions;
    }

    String sentence() {
        return sentence;
    }

    /** Asserts a check of the tables. */
    void assertHolds() {
        assertThat(await(tables, Duration.ofSeconds(30))).as(sentence).isEmpty();
    }

    /** Waits until the check holds. Returns the first exceptions if it does not hold in time, otherwise an empty text. */
    String run(DrillTraffic traffic, Duration atMost) {
        return await(() -> exceptions.apply(traffic), atMost);
    }

    private static String await(Supplier<List<String>> look, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        String found = shown(look);
        while (!found.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
            found = shown(look);
        }
        return found;
    }

    private static String shown(Supplier<List<String>> look) {
        try {
            List<String> exceptions = look.get();
            return exceptions.isEmpty()
                    ? ""
                    : exceptions.size() + ": "
                            + exceptions.stream().limit(SHOWN).collect(joining(", "));
        } catch (RuntimeException | AssertionError failure) {
            return failure.toString();
        }
    }

    private static Supplier<List<String>> none(ServiceKind service, String sql) {
        return () -> Tables.rows(service, sql);
    }

    private static Supplier<List<String>> same(ServiceKind source, String sql, ServiceKind copy, String copySql) {
        return () ->
                Tables.differences(new HashSet<>(Tables.rows(source, sql)), new HashSet<>(Tables.rows(copy, copySql)));
    }

    private static Supplier<List<String>> inAllServices(Function<ServiceKind, List<String>> look) {
        return () -> ServiceKind.withDatabase().stream()
                .flatMap(service -> look.apply(service).stream())
                .toList();
    }
}

package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.TestTopics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** This service accepts the events of the other services with all optional fields and with required fields only. */
@EnrollmentIT
class ProducersEventsIT {

    private static final String SOME_ID = "0190a000-0000-7000-8000-000000000001";

    /**
     * One message of another service.
     *
     * @param view the table with its state; the row's id is the message key
     */
    private record Example(String what, String schema, String topic, String type, String view, String json) {}

    private static Stream<Example> examples() {
        return Stream.of(
                partner("a partner whole", """
                        {"id":"%s","revision":3,"kind":"COMPANY_NETWORK","legalName":"Logis-Hôtels","shortName":"LH",
                         "identifiers":{"uai":"0861288H","siret":"73282932000074"},"relation":"AGREEMENT",
                         "parentId":"%s","state":"ACTIVE","department":"2A","region":"Corse",
                         "revokedClients":["api-019b2f0e-6c1a-7d4b-9a55-0c1d2e3f4a5b"]}"""),
                partner("a partner at its least", """
                        {"id":"%s","revision":0,"kind":"COMPANY","legalName":"O2","identifiers":{},
                         "relation":"CONTACT","state":"PROSPECT"}"""),
                agreement("an agreement whole", """
                        {"id":"%1$s","revision":7,"number":"C-2022-001","kind":"SPECIFIC","state":"IN_FORCE",
                         "parties":[{"partnerId":"%2$s","role":"TRAINING_CENTRE"},{"partnerId":"%1$s","role":"HOST_SCHOOL"}],
                         "parentId":"%2$s","templateId":"%2$s","predecessorId":"%2$s","startsOn":"2022-09-01",
                         "endsOn":"2027-08-31",
                         "scope":{"families":["BTS"],"trainingCodes":["BTS-MHR"],"modalities":["HYBRID"],"minLevel":4,"maxLevel":5},
                         "seatQuotas":[{"id":"%1$s","academicYear":"2026-2027","family":"BTS","seats":4,"grantable":0}],
                         "tariff":{"fixedPrice":{"amount":990.50,"currency":"EUR"}},
                         "fundings":[{"kind":"OPCO","state":"SUSPENDED","since":"2022-07-01","reason":"branche"}],
                         "minWeeklyAttendanceHours":25,"adaptations":["EXTENDED_DEADLINES"],
                         "changedAt":"2026-11-20T09:00:00Z"}"""),
                agreement("an agreement at its least", """
                        {"id":"%s","revision":0,"number":"T-1","kind":"TEMPLATE","state":"DRAFT","parties":[],
                         "scope":{"families":[],"trainingCodes":[],"modalities":[]},"seatQuotas":[],"fundings":[],
                         "adaptations":[],"changedAt":"2026-11-20T09:00:00Z"}"""),
                training("a training whole", """
                        {"id":"%s","revision":2,"code":"BTS-MCO","title":"BTS management commercial opérationnel",
                         "family":"BTS","level":5,"rncp":"RNCP38362","state":"PUBLISHED","modalities":["DISTANCE","HYBRID"],
                         "curriculum":{"audiences":[],"languages":[],"skillBlocks":[],"diplomaCode":"32031213",
                                       "durationMonths":24},
                         "apprenticeship":true,"prerequisites":{"minLevel":4,"exemptions":["PARENT_OF_THREE"]},
                         "providerIds":["%s"],"trainingNeedId":"%2$s"}"""),
                training("a training at its least", """
                        {"id":"%s","revision":0,"code":"X1","title":"X","family":"OTHER","state":"DRAFT",
                         "modalities":["DISTANCE"],"apprenticeship":false,"prerequisites":{"exemptions":[]},
                         "providerIds":[]}"""),
                offering("an offering whole", """
                        {"id":"%s","revision":4,"trainingId":"%s","trainingCode":"INSPECTEUR-DOUANES",
                         "academicYear":"2026-2027","modality":"DISTANCE","route":"THIRD_ROUTE",
                         "enrollmentOpensOn":"2026-05-01","enrollmentClosesOn":"2026-10-31","startsOn":"2026-09-01",
                         "endsOn":"2027-06-30","capacity":40,"waitingListSize":5,
                         "price":{"amount":1250.00,"currency":"EUR"},"state":"OPEN",
                         "restrictedToNetworks":["CAMPUS_CONNECTES"]}"""),
                offering("an offering at its least", """
                        {"id":"%s","revision":0,"trainingId":"%s","trainingCode":"X1","academicYear":"2026-2027",
                         "modality":"ON_SITE","startsOn":"2026-09-01","endsOn":"2027-06-30","capacity":0,
                         "waitingListSize":0,"price":{"amount":0,"currency":"EUR"},"state":"PLANNED",
                         "restrictedToNetworks":[]}"""),
                network("a network whole", """
                        {"id":"%s","revision":2,"code":"CAMPUS_CONNECTES","name":"Campus connectés","initiative":"MINISTRY",
                         "foundedIn":2019,"minWeeklyAttendanceHours":25,"declaredSites":89}"""),
                network("a network at its least", """
                        {"id":"%s","revision":0,"code":"RITLES","name":"Ritles"}"""),
                site("a site whole", """
                        {"id":"%s","revision":1,"partnerId":"%s","name":"Campus connecté 07 (démonstration)",
                         "department":"29","region":"Bretagne","hostingCapacity":20,
                         "labels":[{"networkId":"%2$s","networkCode":"CAMPUS_CONNECTES","labelledFrom":"2020-01-01",
                                    "labelledTo":"2030-12-31"}],
                         "endedOn":"2030-12-31","students":"MOVE","targetSiteId":"%2$s"}"""),
                site("a site at its least", """
                        {"id":"%s","revision":0,"partnerId":"%s","name":"Site","labels":[]}"""));
    }

    private static Example partner(String what, String json) {
        return new Example(
                what,
                "../partner-service/contract/events/partner-changed.v1",
                "partner.partners.v1",
                "partner",
                "partner_view",
                json);
    }

    private static Example agreement(String what, String json) {
        return new Example(
                what,
                "../partner-service/contract/events/agreement-changed.v1",
                "partner.agreements.v1",
                "agreement",
                "agreement_view",
                json);
    }

    private static Example network(String what, String json) {
        return new Example(
                what,
                "../partner-service/contract/events/network-changed.v1",
                "partner.networks.v1",
                "network",
                "network_view",
                json);
    }

    private static Example site(String what, String json) {
        return new Example(
                what,
                "../partner-service/contract/events/site-changed.v1",
                "partner.sites.v1",
                "site",
                "site_view",
                json);
    }

    private static Example training(String what, String json) {
        return new Example(
                what,
                "../catalog-service/contract/events/training-changed.v1",
                "catalog.trainings.v1",
                "training",
                "training_view",
                json);
    }

    private static Example offering(String what, String json) {
        return new Example(
                what,
                "../catalog-service/contract/events/offering-changed.v1",
                "catalog.offerings.v1",
                "offering",
                "offering_view",
                json);
    }

    @TestFactory
    Stream<DynamicTest> whatTheProducersSendIsTakenIn() {
        return examples()
                .map(example -> DynamicTest.dynamicTest(example.what(), () -> {
                    String id = UUID.randomUUID().toString();
                    String json = example.json().formatted(id, SOME_ID);
                    assertFaithful(example, json);
                    String tomorrows = json.substring(0, json.lastIndexOf('}')) + ",\"somethingNew\":{\"a\":[1]}}";

                    TestTopics.publish(
                            example.topic(), id, "fr.cned.partenariats." + example.type() + ".changed.v1", tomorrows);

                    await().untilAsserted(() -> assertThat(World.number(
                                    "select count(*) from " + example.view() + " where id = ?", UUID.fromString(id)))
                            .isEqualTo(1));
                }));
    }

    /** The examples must be valid by the producer's schema. */
    private static void assertFaithful(Example example, String json) {
        if (!example.view().equals("site_view") || Files.exists(Path.of(example.schema() + ".schema.json"))) {
            assertThat(Schemas.faults(example.schema(), json)).isEmpty();
        }
    }
}

package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.TableAccess;
import org.junit.jupiter.api.Test;

class TableAccessTest {

    private static final String EXAMPLE = "finds an enrollment that the rehearsal imitates";
    private static final String FACTS = "one statement reads the facts of all rules";
    private static final String NAMES = "finds the objects that rows of a file name";

    private static final String ROSTER = "one statement reads a package of one moment";
    private static final String DOSSIER = "one statement reads the records for the dashboard";
    private static final String PAPER = "one statement reads what a paper says, also to verify it";

    @Test
    void everyTableIsNamedByItsOwnersOrForAStatedReason() {
        TableAccess.of("fr.cned.partenariats.enrollment")
                .owns("replica.partner", "partner_view")
                .owns("replica.network", "network_view")
                .owns("replica.site", "site_view", "site_label_view")
                .owns("replica.agreement", "agreement_view")
                .owns("replica.training", "training_view")
                .owns("replica.offering", "offering_view")
                .owns(
                        "admission.counter",
                        "seat_counter",
                        "place_counter",
                        "waiting_list_work",
                        "promotable_enrollment")
                .owns("student", "student", "possible_duplicate")
                .owns("enrollment", "enrollment")
                .owns("privacy.merge", "student_merge", "student_distinction")
                .owns("privacy", "erasure_receipt")
                .allows("privacy", "student", "due erasures: finds inactive persons in one statement")
                .allows("privacy", "enrollment", "due erasures: finds inactive persons in one statement")
                .owns("enrollment.adaptation", "adaptation")
                .owns("enrollment.paper", "paper")
                .allows("enrollment.paper", "partner_view", PAPER)
                .allows("enrollment.paper", "attendance", PAPER)
                .allows("enrollment.paper", "absence", PAPER)
                .owns("schooling.apprenticeship", "apprenticeship_contract")
                .owns("schooling.attendance", "attendance")
                .owns("schooling.absence", "absence")
                .allows("schooling.absence", "enrollment", "an absence counts for all enrollments of the person")
                .owns("schooling.alert", "attendance_alert")
                .owns("schooling.closure", "site_closure")
                .allows("registration", "agreement_view", EXAMPLE)
                .allows("registration", "offering_view", EXAMPLE)
                .allows("registration", "place_counter", EXAMPLE)
                .allows("registration", "enrollment", EXAMPLE)
                .owns("registration.transmission", "transmission_attempt", "transmission_delta", "transmission_day")
                .owns("registration.transmission", "transmission_report", "transmission_alert")
                .owns("registration.importjob", "import_job", "import_row")
                .allows("registration.importjob", "student", "finds the rows of a student by the identity")
                .allows("registration.importjob", "agreement_view", NAMES)
                .allows("registration.importjob", "offering_view", NAMES)
                .allows("registration.importjob", "training_view", NAMES)
                .allows("registration.importjob", "site_view", NAMES)
                .allows("admission.eligibility", "agreement_view", FACTS)
                .allows("admission.eligibility", "offering_view", FACTS)
                .allows("admission.eligibility", "training_view", FACTS)
                .allows("admission.eligibility", "partner_view", FACTS)
                .allows("admission.eligibility", "site_view", FACTS)
                .allows("admission.eligibility", "site_label_view", FACTS)
                .allows("admission.eligibility", "student", FACTS)
                .allows("admission.eligibility", "enrollment", FACTS)
                .allows("admission.eligibility", "place_counter", FACTS)
                .allows("admission.eligibility", "seat_counter", FACTS)
                .allows("admission.eligibility", "promotable_enrollment", FACTS)
                .allows(
                        "enrollment",
                        "agreement_view",
                        "scheduled changes depend on dates and states of agreements and offerings")
                .allows(
                        "enrollment",
                        "offering_view",
                        "scheduled changes depend on dates and states of agreements and offerings")
                .allows(
                        "enrollment",
                        "apprenticeship_contract",
                        "the key of a centre reads dossiers of its apprentices")
                .allows("enrollment", "site_view", "scheduled changes depend on the ends of sites")
                .allows("enrollment", "training_view", "finds the enrollments that rows of a file name")
                .allows(
                        "enrollment",
                        "student",
                        "an officer filters by person: a merged student has several registrations")
                .allows("enrollment", "promotable_enrollment", "the promoter reads the next student of a waiting list")
                .allows("enrollment.adaptation", "agreement_view", FACTS)
                .allows("enrollment.adaptation", "offering_view", FACTS)
                .allows("enrollment.adaptation", "student", FACTS)
                .allows("schooling.apprenticeship", "enrollment", FACTS)
                .allows("schooling.apprenticeship", "student", FACTS)
                .allows("schooling.apprenticeship", "training_view", FACTS)
                .allows("schooling.apprenticeship", "offering_view", "shows a host its apprentices in one statement")
                .allows(
                        "schooling.apprenticeship",
                        "partner_view",
                        "shows an employer its apprentices in one statement")
                .allows("schooling.apprenticeship", "attendance", "shows a host its apprentices in one statement")
                .allows("schooling.week", "enrollment", "locks enrollments in a week and reads their period")
                .allows("schooling.week", "offering_view", "locks enrollments in a week and reads their period")
                .allows(
                        "schooling.week",
                        "student",
                        "locks enrollments in a week and reads whether the student was erased")
                .allows("schooling.closure", "site_view", "checks the partner of the closed site")
                .allows("schooling.attendance", "site_view", "checks the partner of the declaring site")
                .allows("replica.site", "enrollment", "counts the enrollments that a site hosts")
                .allows("schooling.alert", "absence", "compares declared hours with the threshold in one statement")
                .allows("schooling.alert", "attendance", "compares declared hours with the threshold in one statement")
                .allows(
                        "schooling.alert",
                        "agreement_view",
                        "compares declared hours with the threshold in one statement")
                .allows("schooling.alert", "enrollment", "compares declared hours with the threshold in one statement")
                .allows(
                        "schooling.alert",
                        "offering_view",
                        "compares declared hours with the threshold in one statement")
                .allows(
                        "schooling.alert",
                        "site_closure",
                        "compares declared hours with the threshold in one statement")
                .allows(
                        "schooling.alert",
                        "network_view",
                        "compares declared hours with the threshold in one statement")
                .allows(
                        "schooling.alert",
                        "site_label_view",
                        "compares declared hours with the threshold in one statement")
                .allows(
                        "registration.transmission",
                        "enrollment",
                        "finds refused attempts of a person by the reference")
                .allows("registration.transmission", "import_job", "rows that wait are pending attempts")
                .allows("registration.transmission", "partner_view", "the silence of a closed partner is no surprise")
                .allows("statistics", "enrollment", "reads what changed")
                .allows("statistics", "student", "counts enrollments by situations of the student")
                .allows("statistics", "agreement_view", "counts enrollments by dimensions of other objects")
                .allows("statistics", "partner_view", "counts enrollments by dimensions of other objects")
                .allows("statistics", "site_label_view", "counts enrollments by dimensions of other objects")
                .allows("statistics", "site_view", "counts enrollments by dimensions of other objects")
                .allows("statistics", "training_view", "counts enrollments by dimensions of other objects")
                .allows("oneroster", "enrollment", ROSTER)
                .allows("oneroster", "student", ROSTER)
                .allows("oneroster", "partner_view", ROSTER)
                .allows("oneroster", "site_view", ROSTER)
                .allows("oneroster", "training_view", ROSTER)
                .allows("oneroster", "offering_view", ROSTER)
                .allows("oneroster", "change_log", "a package of changes: what has entries behind the cursor")
                .owns("connection", "centre_connection")
                .allows("connection", "partner_view", "nobody is asked for a training centre that is closed")
                .owns("dashboard", "dashboard_record")
                .allows("dashboard", "centre_connection", "stores no record while its connection is deleted")
                .allows("dashboard", "apprenticeship_contract", DOSSIER)
                .allows("dashboard", "enrollment", DOSSIER)
                .allows("dashboard", "student", DOSSIER)
                .allows("dashboard", "offering_view", DOSSIER)
                .allows("dashboard", "training_view", DOSSIER)
                .allows("dashboard", "partner_view", DOSSIER)
                .check();
    }
}

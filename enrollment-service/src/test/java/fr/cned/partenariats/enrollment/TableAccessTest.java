package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.TableAccess;
import org.junit.jupiter.api.Test;

class TableAccessTest {

    private static final String FACTS = "one statement reads the facts of all rules";

    @Test
    void everyTableIsNamedByItsOwnersOrForAStatedReason() {
        TableAccess.of("fr.cned.partenariats.enrollment")
                .owns("partner", "partner_view")
                .owns("network", "network_view")
                .owns("site", "site_view", "site_label_view")
                .owns("agreement", "agreement_view")
                .owns("training", "training_view")
                .owns("offering", "offering_view")
                .owns("counter", "seat_counter", "place_counter", "waiting_list_work", "promotable_enrollment")
                .owns("student", "student", "possible_duplicate")
                .owns("enrollment", "enrollment")
                .owns("merge", "student_merge")
                .owns("privacy", "erasure_receipt")
                .allows("privacy", "student", "due erasures: finds inactive persons in one statement")
                .allows("privacy", "enrollment", "due erasures: finds inactive persons in one statement")
                .owns("adaptation", "adaptation")
                .owns("apprenticeship", "apprenticeship_contract")
                .owns("attendance", "attendance")
                .owns("absence", "absence")
                .allows("absence", "enrollment", "an absence counts for all enrollments of the person")
                .owns("alert", "attendance_alert")
                .owns("closure", "site_closure")
                .owns("transmission", "transmission_attempt", "transmission_delta", "transmission_day")
                .owns("transmission", "transmission_report", "transmission_alert")
                .owns("importjob", "import_job", "import_row")
                .allows("importjob", "student", "finds the rows of a student by the identity")
                .allows("eligibility", "agreement_view", FACTS)
                .allows("eligibility", "offering_view", FACTS)
                .allows("eligibility", "training_view", FACTS)
                .allows("eligibility", "partner_view", FACTS)
                .allows("eligibility", "site_view", FACTS)
                .allows("eligibility", "site_label_view", FACTS)
                .allows("eligibility", "student", FACTS)
                .allows("eligibility", "enrollment", FACTS)
                .allows("eligibility", "place_counter", FACTS)
                .allows("eligibility", "seat_counter", FACTS)
                .allows("eligibility", "promotable_enrollment", FACTS)
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
                        "student",
                        "an officer filters by person: a merged student has several registrations")
                .allows("enrollment", "promotable_enrollment", "the promoter reads the next student of a waiting list")
                .allows("adaptation", "agreement_view", FACTS)
                .allows("adaptation", "enrollment", FACTS)
                .allows("adaptation", "offering_view", FACTS)
                .allows("adaptation", "student", FACTS)
                .allows("apprenticeship", "enrollment", FACTS)
                .allows("apprenticeship", "student", FACTS)
                .allows("apprenticeship", "training_view", FACTS)
                .allows("apprenticeship", "offering_view", "shows a host its apprentices in one statement")
                .allows("apprenticeship", "partner_view", "shows an employer its apprentices in one statement")
                .allows("apprenticeship", "attendance", "shows a host its apprentices in one statement")
                .allows("week", "enrollment", "locks enrollments in a week and reads their period")
                .allows("week", "offering_view", "locks enrollments in a week and reads their period")
                .allows("week", "student", "locks enrollments in a week and reads whether the student was erased")
                .allows("closure", "site_view", "checks the partner of the closed site")
                .allows("attendance", "site_view", "checks the partner of the declaring site")
                .allows("site", "enrollment", "counts the enrollments that a site hosts")
                .allows("alert", "absence", "compares declared hours with the threshold in one statement")
                .allows("alert", "attendance", "compares declared hours with the threshold in one statement")
                .allows("alert", "agreement_view", "compares declared hours with the threshold in one statement")
                .allows("alert", "enrollment", "compares declared hours with the threshold in one statement")
                .allows("alert", "offering_view", "compares declared hours with the threshold in one statement")
                .allows("alert", "site_closure", "compares declared hours with the threshold in one statement")
                .allows("alert", "network_view", "compares declared hours with the threshold in one statement")
                .allows("alert", "site_label_view", "compares declared hours with the threshold in one statement")
                .allows("transmission", "import_job", "rows that wait are pending attempts")
                .allows("transmission", "partner_view", "the silence of a closed partner is no surprise")
                .allows("statistics", "enrollment", "reads what changed")
                .allows("statistics", "student", "counts enrollments by situations of the student")
                .allows("statistics", "agreement_view", "counts enrollments by dimensions of other objects")
                .allows("statistics", "partner_view", "counts enrollments by dimensions of other objects")
                .allows("statistics", "site_label_view", "counts enrollments by dimensions of other objects")
                .allows("statistics", "site_view", "counts enrollments by dimensions of other objects")
                .allows("statistics", "training_view", "counts enrollments by dimensions of other objects")
                .check();
    }
}

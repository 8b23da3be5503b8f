package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The year of a Campus connecté with 40 students. It registers them by a French file that names its sites. 35 have a place,
 * the last five wait.
 */
final class CampusYear {

    static final int STUDENTS = 40;

    private static final DateTimeFormatter FRENCH_DAY = DateTimeFormatter.ofPattern("dd/MM/yyyy");
    private static final String COLUMNS =
            "Référence;Nom;Prénoms;Date de naissance;Lieu de naissance;Convention;Formation;"
                    + "Année universitaire;Nom du site;Financement1;Montant1;Financement2;Montant2\n";

    private final YearOffice office;
    private final YearPartner partner;
    private final String number;
    private final String evry;
    private final String lannion;
    private final String melun;

    /** A student pays 450 EUR. */
    CampusYear(YearOffice office, String network) {
        this.office = office;
        UUID campus = office.partner("THIRD_PLACE", "Campus connecté");
        String labels = """
                [{"networkId":"%s","labelledFrom":"2022-01-01"}]""".formatted(network);
        evry = office.site(campus, "Campus connecté d’Évry", labels);
        lannion = office.site(campus, "Campus connecté de Lannion", labels);
        melun = office.site(campus, "Antenne de Melun", labels);
        String training = office.training("BTS", "BTS", false);
        String offering = office.offering(training, 35, 6, 500);
        String agreement = office.agreement("SPECIFIC", campus, """
                "startsOn":"2022-01-01","scope":{"families":["BTS"]},"seatQuotas":[%s],
                "tariff":{"discountPercent":10},
                "fundings":[{"kind":"INDIVIDUAL"},{"kind":"REGION"},{"kind":"PARTNER"}]""".formatted(office.quota("BTS", 38)));
        partner = new YearPartner(campus, agreement, training, offering);
        number = partner.get("/v1/agreements/" + agreement).path("number").asText();
    }

    YearPartner partner() {
        return partner;
    }

    String evry() {
        return evry;
    }

    String lannion() {
        return lannion;
    }

    String melun() {
        return melun;
    }

    private static String reference(int student) {
        return "C%02d".formatted(student);
    }

    void register() {
        List.of(evry, lannion, melun).forEach(site -> office.awaitEligible(partner, partner.offering(), site));
        String file = IntStream.range(0, STUDENTS).mapToObj(this::row).collect(joining("\n", COLUMNS, "\n"));
        JsonNode counts =
                FileImport.send(partner::token, "/v1/imports", "text/csv", file).ended();
        assertThat(counts.path("accepted").asInt()).as(counts.toString()).isEqualTo(STUDENTS);
        partner.reread();
    }

    /** Of eight students one has money from the region. */
    private String row(int student) {
        return String.join(
                ";",
                reference(student),
                office.familyName("Étudiant du campus", student),
                "Maëlle",
                FRENCH_DAY.format(YearOffice.birthDate(student)),
                "Évry",
                number,
                office.trainingCode("BTS"),
                office.academicYear().replace("-", "/"),
                office.named(siteName(student)),
                student % 8 == 5 ? "Région;300 €;Étudiant;150,00 €" : ";;;");
    }

    /** Half of the students are at Évry. Case, accents and apostrophes of a name do not count. */
    private static String siteName(int student) {
        return switch (student % 4) {
            case 0 -> "Campus connecté d’Évry";
            case 1 -> "CAMPUS CONNECTE D'EVRY";
            case 2 -> "Campus connecté de Lannion";
            default -> "antenne de Melun";
        };
    }

    /** Those of students 5, 13, 21 and 29. A refusal gives a place to the first student who waits. */
    void decideFundings() {
        office.approve(partner.enrollment("C05"), "REGION");
        office.approvePart(partner.enrollment("C13"), "REGION", "200.50", "INDIVIDUAL");
        office.refuse(partner.enrollment("C21"), "REGION");
        office.changePayer(partner.enrollment("C29"), "REGION", "PARTNER");
    }

    /** Two leave, one was entered by mistake: three more get a place. Two move, and a site ends. */
    void leaveAndMove() {
        partner.withdraw("C00", office.today(), "Emploi trouvé");
        partner.withdraw("C04", office.firstDay().plusDays(30), "Raisons de santé");
        office.annul(partner.enrollment("C08"));
        partner.move("C01", lannion, office.today());
        partner.move("C09", "", office.today());
        await("student 39 is the only one who waits, and 37 waits for the region")
                .atMost(YearOffice.PATIENCE)
                .until(() -> partner.get("/v1/enrollments?state=WAITLISTED")
                                .path("items")
                                .findValuesAsText("reference")
                                .equals(List.of("C39"))
                        && !partner.isEmpty("PENDING_FUNDING", ""));
        office.approve(partner.enrollment("C37"), "REGION");
        office.endSite(melun, office.today().minusDays(1), lannion);
        await("the students of Melun are at Lannion")
                .atMost(YearOffice.PATIENCE)
                .until(() -> partner.get("/v1/enrollments?limit=1&siteId=" + melun)
                        .path("items")
                        .isEmpty());
    }

    /** Eleven students of Lannion; the result of student 3 is not known. */
    void complete() {
        for (int student = 2; student < STUDENTS; student += 4) {
            office.complete(partner.enrollment(reference(student)), student % 8 == 2 ? "PASSED" : "FAILED", "");
        }
        office.complete(partner.enrollment("C03"), "UNKNOWN", "");
        office.correct(partner.enrollment("C06"), "PASSED", "ASSEZ_BIEN");
    }
}

package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The year of a university with 3 000 students, registered by two files: the enrollment office loads the first 2 000 with
 * their real days, and the university registers the others today. The number of a student says what happens to it.
 */
final class UniversityYear {

    static final int STUDENTS = 3_000;
    static final int LOADED = 2_000;

    private static final int CLIENTS = 8;
    private static final DateTimeFormatter FRENCH_DAY = DateTimeFormatter.ofPattern("dd/MM/yyyy");
    private static final String COLUMNS =
            "référence;nom;prénoms;date de naissance;lieu de naissance;convention;formation;"
                    + "année universitaire;site;financement1;montant1;financement2;montant2";
    private static final List<String> SITES = List.of("Site de Grenoble", "Site de Valence", "Site d’Annecy");

    private final YearOffice office;
    private final YearPartner partner;
    private final String number;
    private final List<String> sites;
    private final String masterOffering;

    /** A student pays 300 EUR for a licence, and 450 EUR for a master. */
    UniversityYear(YearOffice office, String network) {
        this.office = office;
        UUID university = office.partner("UNIVERSITY", "Université");
        sites = List.of(
                office.site(university, SITES.get(0), labels(network, "")),
                office.site(
                        university,
                        SITES.get(1),
                        labels(network, ",\"labelledTo\":\"" + office.firstDay().plusDays(50) + '"')),
                office.site(university, SITES.get(2), "[]"));
        String licence = office.training("LICENCE", "LICENCE", false);
        String offering = office.offering(licence, 2_300, 0, 400);
        masterOffering = office.offering(office.training("MASTER", "MASTER", false), 760, 0, 600);
        String agreement = office.agreement(
                "SPECIFIC", university, """
                "startsOn":"2022-01-01","scope":{"families":["LICENCE","MASTER"]},"seatQuotas":[%s,%s],
                "tariff":{"discountPercent":25},
                "fundings":[{"kind":"INDIVIDUAL"},{"kind":"REGION"},{"kind":"PARTNER"}]""".formatted(office.quota("LICENCE", 2_300), office.quota("MASTER", 760)));
        partner = new YearPartner(university, agreement, licence, offering);
        number = partner.get("/v1/agreements/" + agreement).path("number").asText();
    }

    private static String labels(String network, String end) {
        return """
                [{"networkId":"%s","labelledFrom":"2022-01-01"%s}]""".formatted(network, end);
    }

    YearPartner partner() {
        return partner;
    }

    String site(int place) {
        return sites.get(place);
    }

    String masterOffering() {
        return masterOffering;
    }

    static String reference(int student) {
        return "U%04d".formatted(student);
    }

    private static boolean isMaster(int student) {
        return student % 4 == 3;
    }

    void register() {
        sites.forEach(site -> {
            office.awaitEligible(partner, partner.offering(), site);
            office.awaitEligible(partner, masterOffering, site);
        });
        String past = ";" + FRENCH_DAY.format(office.firstDay().minusDays(10)) + ";en cours";
        send(YearOffice::enrollments, file(0, LOADED, ";inscrit le;état", past), LOADED);
        send(partner::token, file(LOADED, STUDENTS, "", ""), STUDENTS - LOADED);
        partner.reread();
    }

    private static void send(Supplier<String> sender, String file, int rows) {
        JsonNode counts =
                FileImport.send(sender, "/v1/imports", "text/csv", file).ended();
        assertThat(counts.path("accepted").asInt()).as(counts.toString()).isEqualTo(rows);
    }

    private String file(int from, int to, String furtherColumns, String furtherCells) {
        return IntStream.range(from, to)
                .mapToObj(student -> row(student) + furtherCells)
                .collect(joining("\n", COLUMNS + furtherColumns + "\n", "\n"));
    }

    /** The university pays licences, of each hundred one together with the region. Students pay their master. */
    private String row(int student) {
        return String.join(
                ";",
                reference(student),
                office.familyName("Universitaire", student),
                "Camille",
                FRENCH_DAY.format(YearOffice.birthDate(student)),
                "Quimperlé",
                number,
                office.trainingCode(isMaster(student) ? "MASTER" : "LICENCE"),
                office.academicYear(),
                office.named(SITES.get(student % 3)),
                isMaster(student)
                        ? ";;;"
                        : student % 100 == 10 ? "région;100,00 €;partenaire;200,00 €" : "partenaire;300,00 €;;");
    }

    /** The ten students of the second file with money from the region: 2010, 2110, … 2910. */
    void decideFundings() {
        for (int student = 2010; student <= 2310; student += 100) {
            office.approve(partner.enrollment(reference(student)), "REGION");
        }
        office.approvePart(partner.enrollment("U2410"), "REGION", "60", "PARTNER");
        office.approvePart(partner.enrollment("U2510"), "REGION", "60", "PARTNER");
        office.approvePart(partner.enrollment("U2610"), "REGION", "60", "INDIVIDUAL");
        office.refuse(partner.enrollment("U2710"), "REGION");
        office.changePayer(partner.enrollment("U2810"), "REGION", "PARTNER");
        office.changePayer(partner.enrollment("U0010"), "REGION", "PARTNER");
    }

    /** 60 students leave, 20 move, 10 change to the master, one was entered by mistake. */
    void leaveMoveAndTransfer() {
        each(
                50,
                0,
                student -> partner.withdraw(
                        reference(student),
                        isLoaded(student) ? office.firstDay().plusDays(90) : office.today(),
                        student % 100 == 0 ? "Emploi trouvé" : "Raisons de santé"));
        each(
                150,
                1,
                student -> partner.move(
                        reference(student),
                        site(2),
                        isLoaded(student) ? office.firstDay().plusDays(100) : office.today()));
        each(300, 2, student -> partner.transfer(reference(student), masterOffering, reference(student) + "-M"));
        office.annul(partner.enrollment("U2999"));
    }

    private static boolean isLoaded(int student) {
        return student < LOADED;
    }

    /** 300 students have a result. Three of ten fail; the jury changes its mind about one of them. */
    void complete() {
        each(10, 5, this::complete);
        office.correct(partner.enrollment("U0005"), "PASSED", "");
    }

    private void complete(int student) {
        int digit = student / 10 % 10;
        JsonNode enrollment = partner.enrollment(reference(student));
        if (digit <= 2) {
            office.complete(enrollment, "FAILED", "");
        } else {
            office.complete(enrollment, "PASSED", digit == 9 ? "BIEN" : "");
        }
    }

    /** The students whose number has this rest. */
    private static void each(int divisor, int rest, Consumer<Integer> change) {
        ParallelCalls.forEach(
                CLIENTS,
                IntStream.range(0, STUDENTS)
                        .filter(student -> student % divisor == rest)
                        .boxed()
                        .toList(),
                change);
    }
}

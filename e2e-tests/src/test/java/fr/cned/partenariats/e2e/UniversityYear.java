package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The year of a university with 3 000 students by files. The enrollment office loads the first 2 000 students with their real
 * days, and the university registers the others today. The university sends who left and moved, and the office sends all
 * results. The number of a student says what happens to it.
 */
final class UniversityYear {

    static final int STUDENTS = 3_000;
    static final int LOADED = 2_000;

    private static final int CLIENTS = 8;
    private static final DateTimeFormatter FRENCH_DAY = DateTimeFormatter.ofPattern("dd/MM/yyyy");
    private static final String COLUMNS =
            "référence;nom;prénoms;date de naissance;lieu de naissance;convention;formation;"
                    + "année universitaire;site;financement1;montant1;financement2;montant2";
    private static final String CHANGES = "référence;action;date;motif;site\n";
    private static final String RESULTS =
            "partenaire;référence;action;motif;mention;session d'examen;académie;décision du jury\n";
    private static final List<String> SITES = List.of("Site de Grenoble", "Site de Valence", "Site d’Annecy");

    private final YearOffice office;
    private final YearPartner partner;
    private final String number;
    private final List<String> sites;
    private final String masterOffering;

    /** A student pays 300 EUR for a licence, and 450 EUR for a master, and gets back a part by the days that are left. */
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
                "tariff":{"discountPercent":25},"refund":{"fullWithinDays":14,"proRata":true},
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
        send(YearOffice::enrollments, "", file(0, LOADED, ";inscrit le;état", past), LOADED);
        send(partner::token, "", file(LOADED, STUDENTS, "", ""), STUDENTS - LOADED);
        partner.reread();
    }

    private static void send(Supplier<String> sender, String kind, String file, int rows) {
        JsonNode counts =
                FileImport.send(sender, "/v1/imports" + kind, "text/csv", file).ended();
        assertThat(counts.path("accepted").asInt()).as(counts.toString()).isEqualTo(rows);
    }

    private static String rows(IntPredicate which, IntFunction<String> row) {
        return IntStream.range(0, STUDENTS).filter(which).mapToObj(row).collect(joining("\n", "", "\n"));
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
        String file = CHANGES
                + rows(UniversityYear::leaves, student -> change(student, "retrait", 90, reasonToLeave(student), ""))
                + rows(
                        student -> student % 150 == 1,
                        student ->
                                change(student, "changement de site", 100, "Déménagement", office.named(SITES.get(2))));
        send(partner::token, "/changes", file, 60 + 20);
        ParallelCalls.forEach(
                CLIENTS,
                IntStream.range(0, STUDENTS)
                        .filter(UniversityYear::changesToTheMaster)
                        .boxed()
                        .toList(),
                student -> partner.transfer(reference(student), masterOffering, reference(student) + "-M"));
        office.annul(partner.enrollment("U2999"));
    }

    private static boolean leaves(int student) {
        return student % 50 == 0;
    }

    private static String reasonToLeave(int student) {
        return student % 100 == 0 ? "Emploi trouvé" : "Raisons de santé";
    }

    private static boolean changesToTheMaster(int student) {
        return student % 300 == 2;
    }

    /** @param day of the offering for a student of the first file; the others change today */
    private String change(int student, String action, int day, String reason, String site) {
        LocalDate on = isLoaded(student) ? office.firstDay().plusDays(day) : office.today();
        return String.join(";", reference(student), action, FRENCH_DAY.format(on), reason, site);
    }

    private static boolean isLoaded(int student) {
        return student < LOADED;
    }

    /**
     * All but 63 complete: those who left, the one whom the region refused (2710), the one who waits for it (2910), and the
     * mistake. 300 of them have a result, of which three of ten fail; the jury changes its mind about one.
     */
    void complete() {
        Set<Integer> others = Set.of(2710, 2910, 2999);
        String file = RESULTS + rows(student -> !leaves(student) && !others.contains(student), this::result);
        send(YearOffice::enrollments, "/changes", file, STUDENTS - 63);
        String correction = result("U0005", "réussite", "Le jury s’est réuni de nouveau", "");
        send(YearOffice::enrollments, "/changes", RESULTS + correction + "\n", 1);
    }

    private String result(int student) {
        if (student % 10 != 5) {
            String reference = reference(student) + (changesToTheMaster(student) ? "-M" : "");
            return partner.id() + ";" + reference + ";terminé;;;;;";
        }
        int digit = student / 10 % 10;
        return digit <= 2
                ? result(reference(student), "échec", "", "")
                : result(reference(student), "réussite", "", digit == 9 ? "bien" : "");
    }

    private String result(String reference, String action, String reason, String mention) {
        return String.join(
                ";",
                partner.id().toString(),
                reference,
                action,
                reason,
                mention,
                office.examSession().toString(),
                "Grenoble",
                FRENCH_DAY.format(office.decidedOn()));
    }
}

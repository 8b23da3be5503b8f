package fr.cned.partenariats.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import java.util.stream.IntStream;

/** The year of an apprentice training centre with 50 apprentices. It registers them by a JSON file. */
final class TrainingCentreYear {

    static final int APPRENTICES = 50;

    private static final String EMPLOYER = "73282932000074";

    private final YearOffice office;
    private final YearPartner partner;

    /** An apprentice costs 1 000 EUR. */
    TrainingCentreYear(YearOffice office) {
        this.office = office;
        UUID centre = office.partner("APPRENTICE_TRAINING_CENTRE", "CFA");
        String training = office.training("BTS_AGRICOLE", "BTSA", true);
        String offering = office.offering(training, 50, 0, 1_000);
        String agreement = office.agreement("SPECIFIC", centre, """
                "startsOn":"2022-01-01","scope":{"families":["BTS_AGRICOLE"]},"seatQuotas":[%s],
                "fundings":[{"kind":"INDIVIDUAL"},{"kind":"OPCO"},{"kind":"EMPLOYER"},{"kind":"PARTNER"}]""".formatted(office.quota("BTS_AGRICOLE", 50)));
        partner = new YearPartner(centre, agreement, training, offering);
    }

    YearPartner partner() {
        return partner;
    }

    private static String reference(int apprentice) {
        return "A%02d".formatted(apprentice);
    }

    private JsonNode enrollment(int apprentice) {
        return partner.enrollment(reference(apprentice));
    }

    void register() {
        office.awaitEligible(partner, partner.offering(), "");
        String file = IntStream.range(0, APPRENTICES).mapToObj(this::row).collect(joining("\n"));
        JsonNode counts = FileImport.send(
                        partner::token, "/v1/imports?agreementId=" + partner.agreement(), "application/x-ndjson", file)
                .ended();
        assertThat(counts.path("accepted").asInt()).as(counts.toString()).isEqualTo(APPRENTICES);
        partner.reread();
    }

    /** The centre pays for each fifth apprentice, an OPCO for the others. */
    private String row(int apprentice) {
        return """
                {"reference":"%s","offeringId":"%s","student":%s,"fundings":[{"kind":"%s","amount":1000}]}""".formatted(
                        reference(apprentice),
                        partner.offering(),
                        office.student("Apprenti", apprentice, "\"apprentice\":true"),
                        apprentice % 5 == 0 ? "PARTNER" : "OPCO");
    }

    /**
     * The OPCO pays everything for 20 apprentices, and 800 EUR for ten, of which the centre or an employer pays the rest.
     * It refuses three; the centre takes over two. Five of the OPCO and two employers have not decided.
     */
    void decideFundings() {
        for (int first = 0; first < APPRENTICES; first += 5) {
            office.approve(enrollment(first + 1), "OPCO");
            office.approve(enrollment(first + 2), "OPCO");
            office.approvePart(enrollment(first + 3), "OPCO", "800", first < 25 ? "PARTNER" : "EMPLOYER");
            if (first < 15) {
                office.refuse(enrollment(first + 4), "OPCO");
            } else if (first < 25) {
                office.changePayer(enrollment(first + 4), "OPCO", "PARTNER");
            }
        }
        partner.reread();
        for (int apprentice = 28; apprentice <= 38; apprentice += 5) {
            office.approve(enrollment(apprentice), "EMPLOYER");
        }
    }

    /** Eight apprentices have a contract. Two of them leave, and another one. */
    void signContractsAndLeave() {
        for (int apprentice = 0; apprentice < 10; apprentice++) {
            if (apprentice % 5 != 4) { // the OPCO has refused
                signContract(apprentice);
            }
        }
        partner.withdraw("A00", office.firstDay().plusDays(120), "Rupture du contrat");
        partner.withdraw("A10", office.today(), "Emploi trouvé");
        partner.withdraw("A01", office.today(), "Raisons de santé");
    }

    private void signContract(int apprentice) {
        Platform.http().postSuccessfully(partner.token(), "/v1/apprenticeship-contracts", """
                        {"enrollmentId":"%s","employerSiret":"%s","startsOn":"%s","endsOn":"%s","trainingCentreId":"%s"}""".formatted(
                        enrollment(apprentice).path("id").asText(),
                        EMPLOYER,
                        office.firstDay(),
                        office.lastDay(),
                        partner.id()));
    }

    /** Those for whom the OPCO pays everything, and one whose result is not known. */
    void complete() {
        for (int apprentice = 2; apprentice < APPRENTICES; apprentice += 5) {
            office.complete(enrollment(apprentice), apprentice == 47 ? "FAILED" : "PASSED", "");
        }
        office.complete(enrollment(6), "UNKNOWN", "");
    }
}

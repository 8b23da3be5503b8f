package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates the contracts of some apprentices, so that their training centre and their host school have a list to read. */
final class ApprenticeLoader {

    private static final int CONTRACTS = 5;
    private static final String AGREEMENT = "agreement-cfa-poitiers";
    private static final String CENTRE = "cfa-poitiers";
    private static final String SCHOOL = "lycee-hotelier-la-rochelle";

    /** A number of no partner of the demonstration data. */
    private static final String EMPLOYER = "73282932000074";

    private final GatewayClient office;
    private final References references;
    private final AtomicInteger written;

    ApprenticeLoader(GatewayClient office, References references, AtomicInteger written) {
        this.office = office;
        this.references = references;
        this.written = written;
    }

    /** Creates nothing when there are contracts, or when the demonstration data have no apprentices. */
    void load() {
        if (references.find(AGREEMENT).isEmpty()) {
            return;
        }
        List<JsonNode> enrollments = office.list("/v1/enrollments?agreementId=" + references.id(AGREEMENT));
        if (enrollments.isEmpty()
                || !office.list("/v1/apprenticeship-contracts?trainingCentreId=" + references.id(CENTRE))
                        .isEmpty()) {
            return;
        }
        enrollments.stream().limit(CONTRACTS).forEach(this::create);
    }

    /** A refusal is no failure of the load: the demonstration works without the contract. */
    private void create(JsonNode enrollment) {
        int year = Integer.parseInt(enrollment.path("academicYear").asText().substring(0, 4));
        ObjectNode contract = JsonApi.JSON.createObjectNode();
        contract.put("enrollmentId", Entries.id(enrollment))
                .put("employerSiret", EMPLOYER)
                .put("startsOn", year + "-09-01")
                .put("endsOn", (year + 2) + "-08-31")
                .put("trainingCentreId", references.id(CENTRE).toString())
                .put("hostSchoolId", references.id(SCHOOL).toString());
        written.incrementAndGet();
        office.post("/v1/apprenticeship-contracts", contract, Entries.key("contract", Entries.id(enrollment)));
    }
}

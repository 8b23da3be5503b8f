package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.commons.testing.TestTopics;
import java.util.UUID;

/** Publishes events of partner-service for tests. */
final class PartnerEvents {

    private static final String PARTNERS = "partner.partners.v1";
    private static final String AGREEMENTS = "partner.agreements.v1";
    private static final String SITES = "partner.sites.v1";

    private PartnerEvents() {}

    /**
     * A specific agreement in force of one partner.
     *
     * @param scope its scope, as JSON written with apostrophes
     */
    static String inForce(String partner, String scope) {
        String id = UUID.randomUUID().toString();
        agreement(id, 1, partner, "'kind': 'SPECIFIC', 'state': 'IN_FORCE'", scope);
        return id;
    }

    static void partner(UUID id, long revision, String state) {
        partner(id, revision, state, "[]");
    }

    /** @param revokedClients as JSON */
    static void partner(UUID id, long revision, String state, String revokedClients) {
        TestTopics.publish(PARTNERS, id.toString(), "fr.cned.partenariats.partner.changed.v1", """
                {"id": "%s", "revision": %d, "kind": "THIRD_PLACE", "legalName": "Campus connecté (test)",
                 "identifiers": {}, "relation": "AGREEMENT", "state": "%s",
                 "revokedClients": %s}""".formatted(
                        id, revision, state, revokedClients));
    }

    /** @param fields more fields of the event, as JSON written with apostrophes */
    static void agreement(String id, long revision, String partner, String fields, String scope) {
        TestTopics.publish(AGREEMENTS, id, "fr.cned.partenariats.agreement.changed.v1", """
                {'id': '%s', 'revision': %d, 'number': 'CONV-1', %s, 'scope': %s,
                 'parties': [{'partnerId': '%s', 'role': 'SIGNATORY'}, {'partnerId': '%s', 'role': 'HOST_SCHOOL'}],
                 %s'fundings': [], 'adaptations': []}""".formatted(
                        id,
                        revision,
                        fields,
                        scope,
                        UUID.randomUUID(),
                        partner,
                        fields.contains("'seatQuotas'") ? "" : "'seatQuotas': [], ")
                .replace('\'', '"'));
    }

    static void seats(String quota, long revision, int granted, int used) {
        TestTopics.publish("enrollment.seats.v1", quota, "fr.cned.partenariats.seats.changed.v1", """
                {"id": "%s", "revision": %d, "granted": %d, "used": %d}""".formatted(
                        quota, revision, granted, used));
    }

    /** @param labels JSON written with apostrophes */
    static void site(String id, long revision, String partner, String labels) {
        TestTopics.publish(
                SITES, id, "fr.cned.partenariats.site.changed.v1", """
                {'id': '%s', 'revision': %d, 'partnerId': '%s', 'name': 'Campus connecté 07 (démonstration)',
                 'labels': %s}""".formatted(id, revision, partner, labels)
                        .replace('\'', '"'));
    }

    static String scope(String fields) {
        return "{'families': [], 'trainingCodes': [], 'modalities': []" + (fields.isEmpty() ? "" : ", " + fields) + "}";
    }
}

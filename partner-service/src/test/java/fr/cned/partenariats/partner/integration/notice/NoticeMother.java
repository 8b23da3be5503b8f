package fr.cned.partenariats.partner.integration.notice;

import static fr.cned.partenariats.partner.integration.people.PersonMother.created;
import static fr.cned.partenariats.partner.integration.people.PersonMother.request;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.enrollmentChanged;
import static fr.cned.partenariats.partner.integration.webhook.WebhookMother.objectChanged;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.Api;
import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.commons.testing.Tokens;
import fr.cned.partenariats.partner.Roles;
import fr.cned.partenariats.partner.integration.apiclient.KeycloakControl;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** Invites readers of notices, and publishes the facts of enrollment-service. */
final class NoticeMother {

    private NoticeMother() {}

    /** A person who gets mails. */
    record Reader(UUID id, String email) {

        /** How many mails of the person have the outcome. */
        long mails(String outcome) {
            return OwnerDatabase.number(
                    "select count(*) from notice_digest where person_id = ? and outcome = ?", id, outcome);
        }

        /** Ends leases and pauses. */
        void makeDue() {
            OwnerDatabase.execute(
                    "update notice_digest set next_attempt_at = now() - interval '1 second'"
                            + " where person_id = ? and outcome = 'PENDING'",
                    id);
        }

        /** @param sites those that limit the person; none for the whole partner */
        RequestSpecification signedIn(UUID partner, UUID... sites) {
            String account = KeycloakControl.account(email).get("id").toString();
            return Api.as(Tokens.sign(Tokens.claims("portal", Roles.PARTNER)
                    .subject(account)
                    .claim("partner_id", partner.toString())
                    .claim("site_ids", Stream.of(sites).map(UUID::toString).toList())
                    .claim("person_role", "READS")));
        }
    }

    static Reader reader(UUID partner, String role) {
        JsonPath person = created(officer(), request(partner, role));
        return new Reader(UUID.fromString(person.getString("id")), person.getString("email"));
    }

    static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.mailer.port", Integer.class);
    }

    /** A student gets a place from a waiting list. Returns when the fact has arrived. */
    static UUID promotion(UUID partner) {
        UUID id = UUID.randomUUID();
        enrollmentChanged(partner, id, 1, "CONFIRMED", "\"promotedAt\":\"" + Instant.now() + "\",");
        awaitNotices(id, 1);
        return id;
    }

    /** A fact about an object that is no enrollment. Returns when it has arrived. */
    static void fact(String object, UUID partner, String state, String fields) {
        UUID id = UUID.randomUUID();
        objectChanged(object, partner, id, 1, state, fields);
        awaitNotices(id, 1);
    }

    static void awaitNotices(UUID object, long count) {
        await().untilAsserted(() -> assertThat(
                        OwnerDatabase.number("select count(*) from notice where object_id = ?", object))
                .isEqualTo(count));
    }
}

package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.CATALOG;
import static fr.cned.partenariats.local.service.ServiceKind.ENROLLMENT;
import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;

import fr.cned.partenariats.local.service.ServiceKind;
import java.util.List;

/** A damage that a check must notice, and its repair, by SQL. */
record DrillDamage(Check check, ServiceKind service, String damage, String repair) {

    /** Damages of the rows that the traffic has left. */
    static List<DrillDamage> of(DrillTraffic traffic) {
        Fixture fixture = traffic.fixture();
        String offering = "where offering_id = '" + fixture.offering() + "'";
        String crowded = "where offering_id = '" + traffic.crowdedOffering() + "'";
        String partner = "where partner_id = '" + fixture.partner() + "'";
        String first = "where id = '" + traffic.acknowledged().iterator().next() + "'";
        String reference = "'" + traffic.keyed().values().iterator().next().reference() + "'";
        String ofAgreement = "where agreement_id = '" + fixture.agreement() + "' and used > 0";
        String attempt = partner + " and id = (select max(id) from transmission_attempt " + partner
                + " and coalesce(code, 'damage') = 'damage')";
        return List.of(
                step(Check.SEATS_COUNTED, ENROLLMENT, "seat_counter", "used", ofAgreement),
                step(Check.SEATS_COPIED, PARTNER, "seat_usage", "used", ofAgreement),
                step(Check.PLACES_COUNTED, ENROLLMENT, "place_counter", "used", offering),
                step(Check.PLACES_COPIED, CATALOG, "offering_places", "used", offering),
                step(Check.WAITING_COUNTED, ENROLLMENT, "place_counter", "waiting", crowded),
                copy(Check.PARTNERS_COPIED, ENROLLMENT, "partner_view", fixture.partner()),
                copy(Check.PARTNERS_COPIED_TO_CATALOGUE, CATALOG, "partner_view", fixture.partner()),
                copy(Check.AGREEMENTS_COPIED, ENROLLMENT, "agreement_view", fixture.agreement()),
                copy(Check.AGREEMENTS_COPIED_TO_CATALOGUE, CATALOG, "agreement_view", fixture.agreement()),
                step(Check.SITES_COPIED, ENROLLMENT, "site_view", "revision", partner),
                copy(Check.TRAININGS_COPIED, ENROLLMENT, "training_view", fixture.training()),
                copy(Check.OFFERINGS_COPIED, ENROLLMENT, "offering_view", fixture.offering()),
                step(Check.ENROLLMENT_TOPIC, ENROLLMENT, "enrollment", "version", first),
                step(Check.WEBHOOKS_DELIVERED, ENROLLMENT, "enrollment", "version", first),
                new DrillDamage(
                        Check.STATISTICS_COUNTED,
                        ENROLLMENT,
                        "update enrollment set academic_year = '1999-2000' " + first,
                        "update enrollment set academic_year = (select academic_year from offering_view o"
                                + " where o.id = offering_id) " + first),
                step(Check.IMPORTS_DONE, ENROLLMENT, "import_job", "accepted", partner),
                new DrillDamage(
                        Check.QUEUE_IN_ORDER,
                        ENROLLMENT,
                        "update enrollment set waiting_rank = -waiting_rank " + crowded + " and state = 'WAITLISTED'",
                        "update enrollment set waiting_rank = -waiting_rank " + crowded + " and state = 'WAITLISTED'"),
                new DrillDamage(
                        Check.REFERENCES_UNIQUE,
                        ENROLLMENT,
                        "update enrollment set reference = reference || '-' where reference = " + reference,
                        "update enrollment set reference = " + reference + " where reference = " + reference
                                + " || '-'"),
                new DrillDamage(
                        Check.WEBHOOKS_DONE,
                        PARTNER,
                        "update webhook_delivery set outcome = 'FAILED' " + partner,
                        "update webhook_delivery set outcome = 'DELIVERED' " + partner),
                new DrillDamage(
                        Check.TRANSMISSIONS_COUNTED,
                        ENROLLMENT,
                        "update transmission_attempt set code = 'damage' " + attempt,
                        "update transmission_attempt set code = null " + partner + " and code = 'damage'"),
                new DrillDamage(
                        Check.PROPAGATED,
                        PARTNER,
                        "insert into propagation_failure values ('" + fixture.agreement() + "', 'drill', 'drill', "
                                + Long.MAX_VALUE + ", 'damage', now())",
                        "delete from propagation_failure where consumer = 'drill'"));
    }

    private static DrillDamage copy(Check check, ServiceKind service, String table, Object id) {
        return step(check, service, table, "revision", "where id = '" + id + "'");
    }

    /** A number that is too large by one. */
    private static DrillDamage step(Check check, ServiceKind service, String table, String column, String which) {
        String update = "update %s set %s = %s %%s 1 %s".formatted(table, column, column, which);
        return new DrillDamage(check, service, update.formatted("+"), update.formatted("-"));
    }
}

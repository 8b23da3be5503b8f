package fr.cned.partenariats.e2e;

import fr.cned.partenariats.local.service.ServiceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Queries of the checks: objects of a service, and their copies in the other services. */
final class Tables {

    static final String OCCUPYING = "('PENDING_FUNDING', 'CONFIRMED', 'ACTIVE', 'COMPLETED')";

    /** Changes whose event Kafka has not confirmed. */
    static final String UNSENT =
            "select e.id from changelog_reader r join change_log e using (object_type) where e.id > r.position";

    /** Rows whose revision has no entry in the log of changes. */
    static final String UNLOGGED = "select object_type, object_id, revision from audit_unlogged()";

    static final String PARTNERS = "select id, version, state from partner";
    static final String PARTNER_COPIES = "select id, revision, state from partner_view";
    static final String AGREEMENTS = "select id, version, state from agreement";
    static final String AGREEMENT_COPIES = "select id, revision, state from agreement_view";
    static final String SITES = "select id, version, name from site";
    static final String SITE_COPIES = "select id, revision, name from site_view";
    static final String TRAININGS = "select id, version, state, title from training";
    static final String TRAINING_COPIES = "select id, revision, state, title from training_view";
    static final String OFFERINGS = "select id, version, state, waiting_list_size from offering";
    static final String OFFERING_COPIES = "select id, revision, state, waiting_list_size from offering_view";
    static final String SEATS = "select id, revision, requested, granted, used from seat_counter";
    static final String SEAT_COPIES = "select quota_id, revision, requested, granted, used from seat_usage";
    static final String PLACES = "select offering_id, revision, granted, used, waiting from place_counter";
    static final String PLACE_COPIES = "select offering_id, revision, granted, used, waiting from offering_places";

    private Tables() {}

    static List<String> rows(ServiceKind service, String sql, Object... parameters) {
        return Platform.rows(service, sql, parameters);
    }

    /** What only one of both has. */
    static List<String> differences(Set<String> source, Set<String> copy) {
        List<String> differences = new ArrayList<>();
        Set<String> missing = new TreeSet<>(source);
        missing.removeAll(copy);
        missing.forEach(row -> differences.add("missing " + row));
        Set<String> unknown = new TreeSet<>(copy);
        unknown.removeAll(source);
        unknown.forEach(row -> differences.add("unknown " + row));
        return differences;
    }

    /** An array of uuids as a parameter. */
    static String array(Iterable<String> ids) {
        return "{" + String.join(",", ids) + "}";
    }
}

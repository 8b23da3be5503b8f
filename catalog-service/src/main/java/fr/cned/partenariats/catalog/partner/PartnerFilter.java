package fr.cned.partenariats.catalog.partner;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.paging.Conditions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Limits queries to the trainings and offerings that a partner's agreements cover today. Refuses a partner outside the
 * caller's scope. It does not decide whether a student may enroll: enrollment-service does.
 */
@ApplicationScoped
public class PartnerFilter {

    /**
     * A scope covers a training whose family or code it lists, or every training when it lists neither. An empty list
     * of modalities and an absent level restrict nothing.
     */
    private static final String COVERED_BY_AGREEMENT = """
            exists (
                select 1 from agreements_of_partner(:partnerId) a
                where a.kind <> 'TEMPLATE' and a.state = 'IN_FORCE'
                  and (a.starts_on is null or a.starts_on <= :today) and (a.ends_on is null or a.ends_on >= :today)
                  and ((cardinality(a.families) = 0 and cardinality(a.training_codes) = 0)
                       or t.family = any(a.families) or t.code = any(a.training_codes))
                  and (cardinality(a.modalities) = 0 or %s)
                  and (t.level is null or ((a.min_level is null or t.level >= a.min_level)
                                           and (a.max_level is null or t.level <= a.max_level))))""";

    private static final String OPEN_TO_SITES = """
            (cardinality(o.restricted_to_networks) = 0 or exists (
                select 1 from site_view s,
                     unnest(s.network_codes, s.labelled_from, s.labelled_to) as label (network, since, until)
                where s.partner_id = :partnerId and label.network = any(o.restricted_to_networks)
                  and (label.since is null or label.since <= :today) and (label.until is null or label.until >= :today)))""";

    private final Caller caller;
    private final Clock clock;

    PartnerFilter(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    /** Adds a condition on the table alias {@code t}; none without a partner. */
    public void limitTrainings(Conditions conditions, @Nullable UUID partnerId) {
        if (partnerId != null) {
            conditions.with(COVERED_BY_AGREEMENT.formatted("t.modalities && a.modalities"), parameters(partnerId));
        }
    }

    /** Adds conditions on the aliases {@code o} (offering) and {@code t} (its training); none without a partner. */
    public void limitOfferings(Conditions conditions, @Nullable UUID partnerId) {
        if (partnerId != null) {
            conditions
                    .with(COVERED_BY_AGREEMENT.formatted("o.modality = any(a.modalities)"), parameters(partnerId))
                    .with(OPEN_TO_SITES, parameters(partnerId));
        }
    }

    private Map<String, Object> parameters(UUID partnerId) {
        caller.scope().requireCovers(partnerId, "partner");
        return Map.of("partnerId", partnerId, "today", LocalDate.now(clock));
    }
}

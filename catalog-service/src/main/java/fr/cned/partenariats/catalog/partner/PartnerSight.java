package fr.cned.partenariats.catalog.partner;

import static fr.cned.partenariats.commons.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.caller.Caller;
import fr.cned.partenariats.commons.paging.Conditions;
import fr.cned.partenariats.commons.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue as one partner sees it: what its agreements in force open to it today. Whether a
 * student may be enrolled is for enrollment-service to decide, with the seats and the student at hand.
 */
@ApplicationScoped
public class PartnerSight {

    /**
     * Scopes as the contract of partner.agreements.v1 has them: a training is covered when its family or
     * its code is listed, or nothing is; an empty list of modalities or an absent level restricts nothing.
     */
    private static final String OPENED_BY_AGREEMENT = """
            exists (
                select 1 from agreements_of_partner(:partnerId) a
                where a.kind <> 'TEMPLATE' and a.state = 'IN_FORCE'
                  and (a.starts_on is null or a.starts_on <= :today) and (a.ends_on is null or a.ends_on >= :today)
                  and ((cardinality(a.families) = 0 and cardinality(a.training_codes) = 0)
                       or t.family = any(a.families) or t.code = any(a.training_codes))
                  and (cardinality(a.modalities) = 0 or %s)
                  and (t.level is null or ((a.min_level is null or t.level >= a.min_level)
                                           and (a.max_level is null or t.level <= a.max_level))))""";

    private static final String OPEN_TO_A_SITE = """
            (cardinality(o.restricted_to_networks) = 0 or exists (
                select 1 from site_view s,
                     unnest(s.network_codes, s.labelled_from, s.labelled_to) as label (network, since, until)
                where s.partner_id = :partnerId and label.network = any(o.restricted_to_networks)
                  and (label.since is null or label.since <= :today) and (label.until is null or label.until >= :today)))""";

    private final Caller caller;
    private final Clock clock;

    PartnerSight(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    /** Adds, when a partner is named, that the training {@code t} is open to it. */
    public void narrowTrainings(Conditions conditions, @Nullable UUID partnerId) {
        if (partnerId != null) {
            conditions.naming(OPENED_BY_AGREEMENT.formatted("t.modalities && a.modalities"), values(partnerId));
        }
    }

    /** Adds, when a partner is named, that the offering {@code o} of the training {@code t} is open to it. */
    public void narrowOfferings(Conditions conditions, @Nullable UUID partnerId) {
        if (partnerId != null) {
            conditions
                    .naming(OPENED_BY_AGREEMENT.formatted("o.modality = any(a.modalities)"), values(partnerId))
                    .naming(OPEN_TO_A_SITE, values(partnerId));
        }
    }

    private Map<String, Object> values(UUID partnerId) {
        if (!caller.scope().covers(partnerId)) {
            throw Refusal.of(NOT_FOUND, "partner");
        }
        return Map.of("partnerId", partnerId, "today", LocalDate.now(clock));
    }
}

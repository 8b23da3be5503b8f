package fr.cned.partenariats.catalog.replica;

import fr.cned.partenariats.catalog.Roles;
import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.security.caller.Caller;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
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
    private static final String COVERS = """
            a.kind <> 'TEMPLATE' and a.state = 'IN_FORCE'
            and (a.starts_on is null or a.starts_on <= :today) and (a.ends_on is null or a.ends_on >= :today)
            and ((cardinality(a.families) = 0 and cardinality(a.training_codes) = 0)
                 or t.family = any(a.families) or t.code = any(a.training_codes))
            and (cardinality(a.modalities) = 0 or %s)
            and (t.level is null or ((a.min_level is null or t.level >= a.min_level)
                                     and (a.max_level is null or t.level <= a.max_level)))""";

    private static final String COVERED_BY_AGREEMENT =
            "exists (select 1 from agreements_of_partner(:partnerId) a where "
                    + COVERS.formatted("t.modalities && a.modalities") + ")";

    private static final String OPEN_TO_SITES = """
            (cardinality(o.restricted_to_networks) = 0 or exists (
                select 1 from site_view s,
                     unnest(s.network_codes, s.labelled_from, s.labelled_to) as label (network, since, until)
                where s.partner_id = :partnerId and label.network = any(o.restricted_to_networks)
                  and (label.since is null or label.since <= :today) and (label.until is null or label.until >= :today)))""";

    /**
     * As the rules of enrollment-service: an offering has not ended, and starts within the term of the agreement. It may
     * end after it.
     */
    private static final String RUNS_IN_TERM = """
            o.ends_on >= :today and (a.starts_on is null or a.starts_on <= o.starts_on) and (a.ends_on is null or o.starts_on <= a.ends_on)""";

    /**
     * The most specific quota that covers the training, as in enrollment-service. Without a figure of it, nothing is used.
     */
    private static final String SEATS = """
            left join lateral (
                select coalesce(c.granted - c.used, q.seats) as free
                from unnest(a.quota_ids, a.quota_years, a.quota_families, a.quota_codes, a.quota_seats)
                       as q (id, year, family, code, seats)
                left join seat_count c on c.quota_id = q.id
                where q.year = o.academic_year
                  and (q.code = t.code or q.code is null and (q.family is null or q.family = t.family))
                order by q.code nulls last, q.family nulls last, q.id limit 1) as quota on true""";

    /**
     * An agreement with a seat first, or with unknown seats; then the cheapest one, as {@link AgreementTerms#priceOf}
     * computes it; the oldest of equal ones.
     */
    private static final String BEST_AGREEMENT =
            """
            left join lateral (
                select a.*, case when a.quota_ids is not null then coalesce(quota.free, 0) end as seats_left
                from agreements_of_partner(:partnerId) a %s
                where %s and %s and %s
                order by (a.quota_ids is null or coalesce(quota.free, 0) > 0) desc,
                         coalesce(round(a.fixed_price, 2),
                                  round(o.price_amount * (100 - coalesce(a.discount_percent, 0)) / 100, 2)), a.id
                limit 1) as terms on true""".formatted(SEATS, COVERS.formatted("o.modality = any(a.modalities)"), RUNS_IN_TERM, OPEN_TO_SITES);

    private static final Set<String> AGREEMENT_READERS = Set.of(Roles.PARTNERSHIP_OFFICER, Roles.ENROLLMENT_OFFICER);

    private final Caller caller;
    private final Clock clock;

    PartnerFilter(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    /** Adds a condition on the table alias {@code t}; none without a partner. */
    public void limitTrainings(Conditions conditions, @Nullable UUID partnerId) {
        if (partnerId != null) {
            conditions.with(COVERED_BY_AGREEMENT, parameters(partnerId));
        }
    }

    /** The partner whose terms an offering shows: the named one, else the caller's own, if any. */
    public @Nullable UUID partnerOf(@Nullable UUID named) {
        return named != null ? named : caller.scope().restrictedTo().orElse(null);
    }

    /** Only a transaction has a row scope, without which no agreement is visible. */
    public static <T> T inScope(@Nullable UUID partnerId, Supplier<T> read) {
        return partnerId == null
                ? read.get()
                : QuarkusTransaction.joiningExisting().call(read::get);
    }

    /**
     * A join behind the aliases {@code o} (offering) and {@code t} (its training). It adds the columns of
     * {@code terms}: the best agreement that opens the offering to the partner, or null values.
     */
    public String joinTerms() {
        return BEST_AGREEMENT;
    }

    /** Whether the caller may read agreements. A reader of the catalogue learns what is open, but no tariff. */
    public boolean maySeeTerms() {
        return caller.scope().restrictedTo().isPresent()
                || AGREEMENT_READERS.stream().anyMatch(caller::has);
    }

    /** The parameters of the conditions and of {@link #joinTerms()}. Refuses a partner outside the caller's scope. */
    public Map<String, Object> parameters(UUID partnerId) {
        caller.scope().requireCovers(partnerId, "partner");
        return Map.of("partnerId", partnerId, "today", LocalDate.now(clock));
    }
}

package fr.cned.partenariats.enrollment.registration.importjob;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.AMBIGUOUS_OFFERING;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.AMBIGUOUS_SITE;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.NO_SUCH_OFFERING;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.PARTY_TO_NAME;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.UNKNOWN_NAME;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.enrollment.PastEnrollment;
import fr.cned.partenariats.enrollment.registration.EnrollmentRequest;
import fr.cned.partenariats.enrollment.registration.importjob.EnrollmentRows.Row;
import fr.cned.partenariats.enrollment.registration.importjob.file.PlainName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * Finds the agreements, sites and offerings that rows name, for all rows of a chunk at once. An object outside of the
 * sender's scope is unknown: a chunk runs with the scope of all tenants, so the statements name the partner.
 */
@ApplicationScoped
class ObjectNames {

    private static final int MOST_SHOWN = 5;

    private static final String AGREEMENTS = """
            select a.id, a.number, case when cardinality(a.party_ids) = 1 then a.party_ids[1] end as sole_party
            from agreement_view a
            where (a.number = any (:numbers) or a.id = any (:ids))
              and (cast(:scope as uuid) is null or :scope = any (a.party_ids))""";

    private static final String NUMBERS = """
            select a.number from agreement_view a where cast(:scope as uuid) = any (a.party_ids)
            order by a.number desc limit 200""";

    private static final String SITES = """
            select s.id, s.partner_id, s.name from site_view s
            where s.partner_id = any (:partners) or s.id = any (:ids)""";

    private static final String OFFERINGS = """
            select t.code, o.id, o.academic_year, o.modality, o.starts_on, o.state = 'CANCELLED' as is_cancelled
            from training_view t join offering_view o on o.training_id = t.id
            where t.code = any (:codes) order by o.academic_year desc, o.modality, o.starts_on, o.id""";

    private static final String CODES =
            "select t.code from training_view t where t.state = 'PUBLISHED' order by t.code limit 5000";

    private final Session session;

    ObjectNames(Session session) {
        this.session = session;
    }

    /** @param request with the ids of all objects; meaningless when there are faults */
    record Resolved(EnrollmentRequest request, @Nullable PastEnrollment past, List<Violation> faults) {}

    private record Agreement(
            UUID id, String number, @Nullable UUID soleParty) {}

    private record Site(UUID id, UUID partnerId, String name) {}

    private record Offering(
            String code, UUID id, String academicYear, String modality, LocalDate startsOn, Boolean isCancelled) {

        boolean fits(RowNames.Offering named) {
            return named.fits(academicYear, modality, startsOn);
        }

        @Override
        public String toString() {
            return academicYear + ' ' + modality + ' ' + startsOn;
        }
    }

    /** In the order of the rows. Without names there is no statement. */
    List<Resolved> resolve(TenantScope scope, List<Row> rows) {
        if (rows.stream().allMatch(row -> row.names().isEmpty())) {
            return rows.stream()
                    .map(row -> new Resolved(row.request(), row.past(), List.of()))
                    .toList();
        }
        Chunk chunk = new Chunk(scope.restrictedTo(), rows);
        return rows.stream().map(chunk::resolve).toList();
    }

    /** The sites of these partners, and those with these ids. Without any there is no statement. */
    Sites sites(Collection<UUID> partners, Collection<UUID> ids) {
        Sites sites = new Sites();
        if (!partners.isEmpty() || !ids.isEmpty()) {
            session.createNativeQuery(SITES, Site.class)
                    .setParameter("partners", partners.toArray(UUID[]::new))
                    .setParameter("ids", ids.toArray(UUID[]::new))
                    .getResultStream()
                    .forEach(sites::add);
        }
        return sites;
    }

    static final class Sites {

        private final Map<UUID, Map<String, List<Site>>> byName = new HashMap<>();
        private final Map<UUID, UUID> partners = new HashMap<>();

        private void add(Site site) {
            partners.put(site.id(), site.partnerId());
            byName.computeIfAbsent(site.partnerId(), of -> new HashMap<>())
                    .computeIfAbsent(PlainName.of(site.name()), of -> new ArrayList<>())
                    .add(site);
        }

        @Nullable
        UUID partnerOf(@Nullable UUID site) {
            return site == null ? null : partners.get(site);
        }

        /** The site of a partner with this name; null with a fault. */
        @Nullable
        UUID named(String name, UUID partner, List<Violation> faults) {
            Map<String, List<Site>> all = byName.getOrDefault(partner, Map.of());
            List<Site> found = all.getOrDefault(PlainName.of(name), List.of());
            if (found.size() == 1) {
                return found.get(0).id();
            }
            if (found.isEmpty()) {
                NearNames known = new NearNames(all.values().stream()
                        .flatMap(List::stream)
                        .map(Site::name)
                        .toList());
                faults.add(new Violation("/siteId", UNKNOWN_NAME, "site", name, known.to(name)));
            } else {
                faults.add(new Violation("/siteId", AMBIGUOUS_SITE, name));
            }
            return null;
        }
    }

    private static String number(String written) {
        return written.toUpperCase(Locale.ROOT);
    }

    /** What the database has under the names of these rows. */
    private final class Chunk {

        private final Optional<UUID> tenant;
        private final Map<String, Agreement> agreementsByNumber = new HashMap<>();
        private final Map<UUID, Agreement> agreementsById = new HashMap<>();
        private final Sites sites;
        private final Map<String, List<Offering>> offerings;
        private final Map<Object, NearNames> near = new HashMap<>();

        Chunk(Optional<UUID> tenant, List<Row> rows) {
            this.tenant = tenant;
            readAgreements(rows);
            this.sites = sites(
                    distinct(rows, row -> row.names().site() == null ? null : partner(row))
                            .toList(),
                    List.of());
            String[] codes = distinct(rows, row -> {
                        RowNames.Offering named = row.names().offering();
                        return named == null ? null : named.trainingCode();
                    })
                    .toArray(String[]::new);
            this.offerings = codes.length == 0
                    ? Map.of()
                    : session.createNativeQuery(OFFERINGS, Offering.class)
                            .setParameter("codes", codes)
                            .getResultStream()
                            .collect(groupingBy(Offering::code));
        }

        private static <T> Stream<T> distinct(List<Row> rows, Function<Row, @Nullable T> part) {
            return rows.stream().map(part).filter(Objects::nonNull).distinct();
        }

        private void readAgreements(List<Row> rows) {
            String[] numbers = distinct(rows, row -> row.names().agreement())
                    .map(ObjectNames::number)
                    .toArray(String[]::new);
            UUID[] ids = distinct(
                            rows, row -> isOfUnnamedPartner(row) ? row.request().agreementId() : null)
                    .toArray(UUID[]::new);
            if (numbers.length + ids.length > 0) {
                scoped(session.createNativeQuery(AGREEMENTS, Agreement.class))
                        .setParameter("numbers", numbers)
                        .setParameter("ids", ids)
                        .getResultStream()
                        .forEach(agreement -> {
                            agreementsByNumber.put(agreement.number(), agreement);
                            agreementsById.put(agreement.id(), agreement);
                        });
            }
        }

        private boolean isOfUnnamedPartner(Row row) {
            return row.names().site() != null
                    && tenant.isEmpty()
                    && row.request().partnerId() == null;
        }

        private <T> NativeQuery<T> scoped(NativeQuery<T> query) {
            return query.setParameter("scope", tenant.orElse(null), UUID.class);
        }

        /** The partner of the sender, of the row, or the only party of the agreement. */
        private @Nullable UUID partner(Row row) {
            UUID named = tenant.orElse(row.request().partnerId());
            Agreement agreement = named == null ? agreement(row) : null;
            return agreement == null ? named : agreement.soleParty();
        }

        private @Nullable Agreement agreement(Row row) {
            String number = row.names().agreement();
            return number == null
                    ? agreementsById.get(row.request().agreementId())
                    : agreementsByNumber.get(number(number));
        }

        Resolved resolve(Row row) {
            RowNames names = row.names();
            EnrollmentRequest request = row.request();
            List<Violation> faults = new ArrayList<>();
            UUID agreement = names.agreement() == null
                    ? request.agreementId()
                    : agreementId(names.agreement(), agreement(row), faults);
            UUID offering = names.offering() == null ? request.offeringId() : offeringId(names.offering(), faults);
            UUID site = names.site() == null ? request.siteId() : siteId(names.site(), row, faults);
            return new Resolved(
                    agreement == null || offering == null || !faults.isEmpty()
                            ? request
                            : request.withObjects(agreement, offering, site),
                    row.past(),
                    faults);
        }

        private @Nullable UUID agreementId(String number, @Nullable Agreement found, List<Violation> faults) {
            if (found == null) {
                NearNames known = near.computeIfAbsent(
                        NUMBERS,
                        of -> new NearNames(scoped(session.createNativeQuery(NUMBERS, String.class))
                                .getResultList()));
                faults.add(new Violation("/agreementId", UNKNOWN_NAME, "agreement", number, known.to(number)));
                return null;
            }
            return found.id();
        }

        private @Nullable UUID siteId(String name, Row row, List<Violation> faults) {
            UUID partner = partner(row);
            if (partner == null) {
                if (row.names().agreement() == null || agreement(row) != null) {
                    faults.add(new Violation("/partnerId", PARTY_TO_NAME));
                }
                return null;
            }
            return sites.named(name, partner, faults);
        }

        private @Nullable UUID offeringId(RowNames.Offering named, List<Violation> faults) {
            String code = named.trainingCode();
            List<Offering> all = offerings.getOrDefault(code, List.of());
            List<Offering> fitting =
                    all.stream().filter(offering -> offering.fits(named)).toList();
            List<Offering> held =
                    fitting.stream().filter(offering -> !offering.isCancelled()).toList();
            List<Offering> found = held.isEmpty() ? fitting : held;
            if (found.size() == 1) {
                return found.get(0).id();
            }
            if (!found.isEmpty()) {
                faults.add(
                        new Violation("/trainingCode", AMBIGUOUS_OFFERING, code, shown(found), missing(named, found)));
            } else if (!all.isEmpty()) {
                faults.add(new Violation("/academicYear", NO_SUCH_OFFERING, code, named.toString(), shown(all)));
            } else {
                NearNames known = near.computeIfAbsent(
                        CODES,
                        of -> new NearNames(
                                session.createNativeQuery(CODES, String.class).getResultList()));
                faults.add(new Violation("/trainingCode", UNKNOWN_NAME, "training", code, known.to(code)));
            }
            return null;
        }

        private static String shown(List<Offering> some) {
            return some.stream().limit(MOST_SHOWN).map(Offering::toString).collect(joining(", "));
        }

        /** What the row lacks so that one offering fits. */
        private static String missing(RowNames.Offering named, List<Offering> found) {
            if (named.modality() == null && differ(found, Offering::modality)) {
                return "modality";
            }
            return named.startsOn() == null && differ(found, Offering::startsOn) ? "start day" : "id";
        }

        private static boolean differ(List<Offering> found, Function<Offering, Object> part) {
            return found.stream().map(part).distinct().count() == found.size();
        }
    }
}

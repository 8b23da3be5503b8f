package fr.cned.partenariats.enrollment.statistics;

import static fr.cned.partenariats.enrollment.statistics.StatisticsDimension.agreement;
import static fr.cned.partenariats.enrollment.statistics.StatisticsDimension.department;
import static fr.cned.partenariats.enrollment.statistics.StatisticsDimension.family;
import static fr.cned.partenariats.enrollment.statistics.StatisticsDimension.network;
import static fr.cned.partenariats.enrollment.statistics.StatisticsDimension.partner;
import static fr.cned.partenariats.enrollment.statistics.StatisticsDimension.region;
import static fr.cned.partenariats.enrollment.statistics.StatisticsDimension.site;
import static fr.cned.partenariats.enrollment.statistics.StatisticsDimension.training;

import fr.cned.partenariats.commons.database.ReadLimit;
import fr.cned.partenariats.commons.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.statistics.StatisticsNames.Label;
import fr.cned.partenariats.enrollment.statistics.StatisticsNames.Place;
import fr.cned.partenariats.enrollment.statistics.StatisticsNames.Training;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** Reads what a count needs beside the numbers: members of a federation, and names of the objects that cells refer to. */
@ApplicationScoped
class StatisticsQuery {

    private final EntityManager em;
    private final ReadLimit reads;

    StatisticsQuery(EntityManager em, ReadLimit reads) {
        this.em = em;
        this.reads = reads;
    }

    /** The partners that are members of this federation; empty for any other partner. */
    @Transactional
    List<UUID> membersOf(UUID federation) {
        return session()
                .createNativeQuery("select * from members_of(:partner)", UUID.class)
                .setParameter("partner", federation)
                .getResultList();
    }

    /** The names that the caller may see and the question needs. */
    @Transactional
    StatisticsNames names(StatisticsQuestion question) {
        return namesWithinScope(question);
    }

    /** Also those of the members that the question names. */
    @AllTenants
    @Transactional
    StatisticsNames namesWithMembers(StatisticsQuestion question) {
        return namesWithinScope(question);
    }

    private StatisticsNames namesWithinScope(StatisticsQuestion question) {
        reads.begin();
        StatisticsFilter filter = question.filter();
        StatisticsGrouping grouping = question.grouping();
        boolean places =
                grouping.containsAny(Set.of(department, region)) || filter.department != null || filter.region != null;
        boolean trainings =
                grouping.containsAny(Set.of(family, training)) || filter.family != null || filter.trainingCode != null;
        return new StatisticsNames(
                trainings ? trainings() : Map.of(),
                grouping.contains(agreement) ? agreementNumbers() : Map.of(),
                places || grouping.contains(partner)
                        ? places("select id, legal_name as name, department, region from partner_view")
                        : Map.of(),
                places || grouping.contains(site)
                        ? places("select id, name, department, region from site_view")
                        : Map.of(),
                grouping.contains(network) || !filter.network.isEmpty() ? labels() : Map.of());
    }

    private Map<UUID, Training> trainings() {
        return byId(
                tuples("select id, family, code, title from training_view")
                        .addScalar("family", String.class)
                        .addScalar("code", String.class)
                        .addScalar("title", String.class),
                row -> new Training(text(row, "family"), text(row, "code"), text(row, "title")));
    }

    private Map<UUID, String> agreementNumbers() {
        return byId(
                tuples("select id, number from agreement_view").addScalar("number", String.class),
                row -> text(row, "number"));
    }

    private Map<UUID, Place> places(String sql) {
        return byId(
                tuples(sql)
                        .addScalar("name", String.class)
                        .addScalar("department", String.class)
                        .addScalar("region", String.class),
                row -> new Place(text(row, "name"), text(row, "department"), text(row, "region")));
    }

    private Map<UUID, List<Label>> labels() {
        return tuples("select site_id as id, network_code, labelled_from, labelled_to from site_label_view")
                .addScalar("network_code", String.class)
                .addScalar("labelled_from", LocalDate.class)
                .addScalar("labelled_to", LocalDate.class)
                .getResultList()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.get("id", UUID.class),
                        Collectors.mapping(
                                row -> new Label(
                                        text(row, "network_code"),
                                        row.get("labelled_from", LocalDate.class),
                                        row.get("labelled_to", LocalDate.class)),
                                Collectors.toList())));
    }

    private NativeQuery<Tuple> tuples(String sql) {
        return session().createNativeQuery(sql, Tuple.class).addScalar("id", UUID.class);
    }

    private static <T> Map<UUID, T> byId(NativeQuery<Tuple> query, Function<Tuple, T> value) {
        Map<UUID, T> found = new HashMap<>();
        query.getResultList().forEach(row -> found.put(row.get("id", UUID.class), value.apply(row)));
        return found;
    }

    private static String text(Tuple row, String column) {
        return row.get(column, String.class);
    }

    private Session session() {
        return em.unwrap(Session.class);
    }
}

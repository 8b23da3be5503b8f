package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.statistics.StatisticsNames.Place;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.Funding;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which cells a question counts. Each condition is answered once for each value of a column. */
final class CellFilter {

    private final CellTable cells;
    private final boolean[] partners;
    private final boolean[] agreements;
    private final boolean[] trainings;
    private final boolean[] sites;

    /** By site and month; null when every network counts. */
    private final boolean @Nullable [][] networks;

    private final boolean[] academicYears;
    private final boolean[] states;
    private final boolean[] fundings;
    private final boolean[] knownSites;
    private final boolean[] placesOfSites;
    private final boolean[] placesOfPartners;

    CellFilter(CellTable cells, StatisticsQuestion question, StatisticsNames names) {
        StatisticsFilter filter = question.filter();
        Funding funding = question.funding();
        Set<String> counted = Set.copyOf(List.of(filter.states(question.grouping())));
        this.cells = cells;
        this.partners = cells.partner.matching(
                partner -> question.sees(partner) && isOrAny(filter.partnerId, Optional.of(partner)));
        this.agreements = cells.agreement.matching(agreement -> filter.agreementId.isEmpty()
                || agreement.filter(filter.agreementId::contains).isPresent());
        this.trainings = cells.training.matching(
                training -> isOrAny(filter.family, names.training(training).map(StatisticsNames.Training::family))
                        && isOrAny(filter.trainingCode, names.training(training).map(StatisticsNames.Training::code)));
        this.sites = cells.site.matching(
                site -> isOrAny(filter.siteId, site) && isOrAny(filter.hosted, Optional.of(site.isPresent())));
        this.networks = filter.network.isEmpty()
                ? null
                : cells.site
                        .map(site ->
                                cells.month.matching(month -> intersect(filter.network, names.networks(site, month))))
                        .toArray(boolean[][]::new);
        this.academicYears = cells.academicYear.matching(year -> isOrAny(filter.academicYear, Optional.of(year)));
        this.states = cells.state.matching(state -> counted.isEmpty() || counted.contains(state));
        this.fundings = cells.fundings.matching(
                lines -> !funding.isAsked() || lines.stream().anyMatch(funding::matches));
        Predicate<Optional<Place>> isThere = place -> isOrAny(filter.department, place.map(Place::department))
                && isOrAny(filter.region, place.map(Place::region));
        this.knownSites = cells.site.matching(site -> names.site(site).isPresent());
        this.placesOfSites = cells.site.matching(site -> isThere.test(names.site(site)));
        this.placesOfPartners = cells.partner.matching(partner -> isThere.test(names.partner(partner)));
    }

    private static <T> boolean isOrAny(@Nullable T wanted, Optional<T> value) {
        return wanted == null || (value.isPresent() && wanted.equals(value.get()));
    }

    private static boolean intersect(Collection<String> some, Collection<String> others) {
        return some.stream().anyMatch(others::contains);
    }

    boolean matches(int cell) {
        int partner = cells.partner.code(cell);
        int site = cells.site.code(cell);
        return partners[partner]
                && states[cells.state.code(cell)]
                && academicYears[cells.academicYear.code(cell)]
                && trainings[cells.training.code(cell)]
                && agreements[cells.agreement.code(cell)]
                && sites[site]
                && (networks == null || networks[site][cells.month.code(cell)])
                && fundings[cells.fundings.code(cell)]
                && (knownSites[site] ? placesOfSites[site] : placesOfPartners[partner]);
    }
}

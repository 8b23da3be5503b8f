package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.statistics.StatisticsNames.Place;
import fr.cned.partenariats.enrollment.statistics.StatisticsQuestion.Funding;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The keys of one dimension, by number, and those of each cell. They are found once for each value of a column. */
final class DimensionKeys {

    /** The numbers of the keys of a cell: at least one, and several only of networks and fundings. */
    interface OfCell {
        int[] numbers(int cell);
    }

    private final List<GroupKey> keys = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final int[] absent = {0};
    private final OfCell ofCell;

    private DimensionKeys(Function<DimensionKeys, OfCell> ofCell) {
        keys.add(GroupKey.ABSENT);
        this.ofCell = ofCell.apply(this);
    }

    /** One absent key for all cells. */
    static DimensionKeys none() {
        return new DimensionKeys(keys -> cell -> keys.absent);
    }

    static DimensionKeys of(
            StatisticsDimension dimension, CellTable cells, StatisticsQuestion question, StatisticsNames names) {
        return new DimensionKeys(keys -> keys.ofCell(dimension, cells, question, names));
    }

    int[] numbers(int cell) {
        return ofCell.numbers(cell);
    }

    GroupKey key(int number) {
        return keys.get(number);
    }

    private OfCell ofCell(
            StatisticsDimension dimension, CellTable cells, StatisticsQuestion question, StatisticsNames names) {
        Funding funding = question.funding();
        return switch (dimension) {
            case network -> byNetwork(cells, names);
            case partner ->
                by(
                        cells.partner,
                        partner -> Stream.of(new GroupKey(
                                partner.toString(),
                                names.partner(partner).map(Place::name).orElse(null))));
            case agreement ->
                ifOwn(
                        cells,
                        question,
                        by(
                                cells.agreement,
                                agreement -> agreement.stream()
                                        .map(id -> new GroupKey(
                                                id.toString(),
                                                names.agreementNumbers().get(id)))));
            case site ->
                ifOwn(
                        cells,
                        question,
                        by(
                                cells.site,
                                site -> site.stream()
                                        .map(id -> new GroupKey(
                                                id.toString(),
                                                names.site(site)
                                                        .map(Place::name)
                                                        .orElse(null)))));
            case family ->
                by(
                        cells.training,
                        training -> names.training(training).stream().map(known -> GroupKey.of(known.family())));
            case training ->
                by(
                        cells.training,
                        training -> names.training(training).stream()
                                .map(known -> new GroupKey(known.code(), known.title())));
            case department -> byPlace(cells, names, place -> place.map(Place::department));
            case region -> byPlace(cells, names, place -> place.map(Place::region));
            case academicYear -> by(cells.academicYear, year -> Stream.of(GroupKey.of(year)));
            case state -> by(cells.state, state -> Stream.of(GroupKey.of(state)));
            case funding -> byLine(cells, funding, Funding::kindOf);
            case fundingState -> byLine(cells, funding, Funding::stateOf);
            case month ->
                by(cells.month, month -> Stream.of(GroupKey.of(month.format(DateTimeFormatter.ofPattern("yyyy-MM")))));
        };
    }

    private <T> OfCell by(CodedColumn<T> column, Function<T, Stream<GroupKey>> keysOf) {
        int[][] byCode = column.map(value -> numbersOf(keysOf.apply(value))).toArray(int[][]::new);
        return cell -> byCode[column.code(cell)];
    }

    private OfCell byNetwork(CellTable cells, StatisticsNames names) {
        int[][][] bySiteAndMonth = cells.site
                .map(site -> cells.month
                        .map(month ->
                                numbersOf(names.networks(site, month).stream().map(GroupKey::of)))
                        .toArray(int[][]::new))
                .toArray(int[][][]::new);
        return cell -> bySiteAndMonth[cells.site.code(cell)][cells.month.code(cell)];
    }

    private OfCell byLine(CellTable cells, Funding funding, Function<String, String> part) {
        return by(
                cells.fundings,
                lines -> lines.stream()
                        .filter(funding::matches)
                        .map(part)
                        .distinct()
                        .map(GroupKey::of));
    }

    /** Where the site is; where the partner is, without a site or when the site is not known. */
    private OfCell byPlace(CellTable cells, StatisticsNames names, Function<Optional<Place>, Optional<String>> part) {
        OfCell ofPartner = by(
                cells.partner,
                partner -> part.apply(names.partner(partner)).stream().map(GroupKey::of));
        OfCell ofSite =
                by(cells.site, site -> part.apply(names.site(site)).stream().map(GroupKey::of));
        boolean[] known = cells.site.matching(site -> names.site(site).isPresent());
        return cell -> (known[cells.site.code(cell)] ? ofSite : ofPartner).numbers(cell);
    }

    private OfCell ifOwn(CellTable cells, StatisticsQuestion question, OfCell keysOfOwn) {
        boolean[] own = cells.partner.matching(question::isOwn);
        return cell -> own[cells.partner.code(cell)] ? keysOfOwn.numbers(cell) : absent;
    }

    private int[] numbersOf(Stream<GroupKey> some) {
        int[] found = some.mapToInt(this::numberOf).distinct().toArray();
        return found.length == 0 ? absent : found;
    }

    /** The number of a key, which is new or known. */
    int numberOf(GroupKey key) {
        if (key.key() == null) {
            return 0;
        }
        return numbers.computeIfAbsent(key.key(), first -> {
            keys.add(key);
            return keys.size() - 1;
        });
    }
}

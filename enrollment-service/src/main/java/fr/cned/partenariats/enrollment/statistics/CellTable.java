package fr.cned.partenariats.enrollment.statistics;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The cells: what enrollments are counted by. An enrollment is in one cell at a time. Cells have indexes from 0, in the
 * order of their ids in the database.
 */
final class CellTable {

    final CodedColumn<UUID> partner = new CodedColumn<>();
    final CodedColumn<Optional<UUID>> agreement = new CodedColumn<>();
    final CodedColumn<Optional<UUID>> training = new CodedColumn<>();
    final CodedColumn<Optional<UUID>> site = new CodedColumn<>();
    final CodedColumn<String> academicYear = new CodedColumn<>();
    final CodedColumn<String> state = new CodedColumn<>();

    /** Each as KIND:STATE. */
    final CodedColumn<List<String>> fundings = new CodedColumn<>();

    final CodedColumn<LocalDate> month = new CodedColumn<>();

    /** By id; 0 for an id that no cell has. */
    private final IntColumn indexPlusOne = new IntColumn();

    record Cell(
            int id,
            UUID partner,
            Optional<UUID> agreement,
            Optional<UUID> training,
            Optional<UUID> site,
            String academicYear,
            String state,
            List<String> fundings,
            LocalDate month) {}

    void add(Cell cell) {
        partner.add(cell.partner());
        agreement.add(cell.agreement());
        training.add(cell.training());
        site.add(cell.site());
        academicYear.add(cell.academicYear());
        state.add(cell.state());
        fundings.add(cell.fundings());
        month.add(cell.month());
        indexPlusOne.set(cell.id(), size());
    }

    int size() {
        return partner.size();
    }

    long bytes() {
        return indexPlusOne.bytes()
                + Stream.of(partner, agreement, training, site, academicYear, state, fundings, month)
                        .mapToLong(CodedColumn::bytes)
                        .sum();
    }

    int indexOf(int id) {
        int index = id < indexPlusOne.size() ? indexPlusOne.get(id) - 1 : -1;
        if (index < 0) {
            throw new IllegalArgumentException("no cell " + id);
        }
        return index;
    }
}

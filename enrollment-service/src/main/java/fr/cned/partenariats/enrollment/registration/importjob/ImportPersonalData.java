package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.registration.importjob.ImportRowTable.PersonalRow;
import fr.cned.partenariats.enrollment.registration.importjob.file.RowOutcome;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of files. The priority makes it the first source: the rows are found by the identity of the student, which a
 * later source erases.
 */
@ApplicationScoped
@Priority(1)
class ImportPersonalData implements PersonalDataSource {

    private final PersonalRowSearch search;
    private final ImportRowTable rows;

    ImportPersonalData(PersonalRowSearch search, ImportRowTable rows) {
        this.search = search;
        this.rows = rows;
    }

    /** A row of a file that names the student. */
    @Schema(name = "ExportedImportRow")
    record View(
            UUID importId,
            int number,
            @Nullable RowOutcome outcome,
            @Nullable List<String> cells) {}

    @Override
    public String section() {
        return "importRows";
    }

    /** Row-level security limits the rows to the scope of the caller. */
    @Override
    public List<?> export(Person person, TenantScope scope) {
        return rows.read(search.find(person.studentIds(), person.enrollmentIds())).stream()
                .map(ImportPersonalData::view)
                .toList();
    }

    private static View view(PersonalRow found) {
        return new View(
                found.job(),
                found.row().number(),
                found.row().outcome(),
                found.row().cells());
    }

    @Override
    public int erase(Person person) {
        return rows.erase(search.find(person.studentIds(), person.enrollmentIds()));
    }
}

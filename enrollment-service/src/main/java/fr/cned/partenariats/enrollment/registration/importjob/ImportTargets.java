package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.enrollment.registration.importjob.file.ImportKind;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The target of each kind of file. */
@ApplicationScoped
class ImportTargets {

    private final List<ImportTarget> targets;

    ImportTargets(@All List<ImportTarget> targets) {
        this.targets = targets;
    }

    ImportTarget of(ImportKind kind) {
        return targets.stream()
                .filter(target -> target.kind() == kind)
                .findFirst()
                .orElseThrow();
    }
}

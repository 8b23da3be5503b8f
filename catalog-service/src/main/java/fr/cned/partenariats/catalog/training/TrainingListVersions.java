package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.catalog.revision.CatalogRevision;
import fr.cned.partenariats.commons.answers.AnswerVersions;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** The version of cached lists and counts of trainings: the revision of the catalogue. */
@Singleton
class TrainingListVersions implements AnswerVersions {

    static final String KIND = "training-list";

    private final CatalogRevision revision;

    TrainingListVersions(CatalogRevision revision) {
        this.revision = revision;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    @ActivateRequestContext
    public Map<UUID, String> current(Collection<UUID> ids) {
        return Map.of(ALL, revision.current());
    }
}

package fr.cned.partenariats.catalog.training;

import fr.cned.partenariats.commons.answers.AnswerVersions;
import fr.cned.partenariats.commons.database.VersionQuery;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** The versions of cached answers that show one training. */
@Singleton
class TrainingVersions implements AnswerVersions {

    static final String KIND = "training";

    private static final String READ = "select id, cast(version as text) from training where id = any(?)";

    private final AgroalDataSource database;

    TrainingVersions(AgroalDataSource database) {
        this.database = database;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Map<UUID, String> current(Collection<UUID> ids) {
        return VersionQuery.run(database, READ, ids);
    }
}

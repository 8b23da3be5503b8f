package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.commons.answers.AnswerVersions;
import fr.cned.partenariats.commons.database.VersionQuery;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** The versions of cached answers that show one offering: {@link OfferingView#entityTag} without a partner. */
@Singleton
class OfferingVersions implements AnswerVersions {

    static final String KIND = "offering";

    private static final String READ = """
            select o.id, concat_ws('-', o.version, p.revision)
            from offering o left join offering_places p on p.offering_id = o.id
            where o.id = any(?)""";

    private final AgroalDataSource database;

    OfferingVersions(AgroalDataSource database) {
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

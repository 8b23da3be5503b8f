package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.catalog.query.Conditions;
import fr.cned.partenariats.catalog.training.Modality;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** What a list of offerings is narrowed to. Values of one parameter widen it, parameters narrow it together. */
public class OfferingFilter {

    @RestQuery
    public List<UUID> trainingId = List.of();

    @RestQuery
    public List<String> academicYear = List.of();

    @RestQuery
    public List<OfferingState> state = List.of();

    @RestQuery
    public List<Modality> modality = List.of();

    /** On an offering {@code o}. */
    Conditions conditions() {
        Conditions conditions = new Conditions();
        oneOf(conditions, "o.training_id", "trainingId", "uuid[]", trainingId);
        oneOf(conditions, "o.academic_year", "academicYear", "text[]", academicYear);
        oneOf(conditions, "o.state", "state", "text[]", state);
        oneOf(conditions, "o.modality", "modality", "text[]", modality);
        return conditions;
    }

    private static void oneOf(Conditions conditions, String column, String name, String type, List<?> values) {
        if (!values.isEmpty()) {
            conditions.and(
                    column + " = any(cast(:" + name + " as " + type + "))",
                    name,
                    values.stream().map(Object::toString).toArray(String[]::new));
        }
    }

    /** What a cursor is bound to. */
    Object[] values() {
        return new Object[] {trainingId, academicYear, state, modality};
    }
}

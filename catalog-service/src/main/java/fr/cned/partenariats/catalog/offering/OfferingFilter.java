package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.catalog.training.Route;
import fr.cned.partenariats.commons.paging.Conditions;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

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

    @RestQuery
    public List<Route> route = List.of();

    @RestQuery
    @Parameter(
            description = "What the agreements of this partner in force today open to it, restriction to networks "
                    + "included. A partner can only name itself.")
    public @Nullable UUID partnerId;

    /** On an offering {@code o}. */
    Conditions conditions() {
        return new Conditions()
                .matching("o.training_id = any(cast(? as uuid[]))", array(trainingId))
                .matching("o.academic_year = any(cast(? as text[]))", array(academicYear))
                .matching("o.state = any(cast(? as text[]))", array(state))
                .matching("o.modality = any(cast(? as text[]))", array(modality))
                .matching("o.route = any(cast(? as text[]))", array(route));
    }

    private static String @Nullable [] array(List<?> values) {
        return values.isEmpty() ? null : values.stream().map(Object::toString).toArray(String[]::new);
    }

    /** What a cursor is bound to. */
    @Nullable
    Object[] values() {
        return new @Nullable Object[] {trainingId, academicYear, state, modality, route, partnerId};
    }
}

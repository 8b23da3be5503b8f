package fr.cned.partenariats.catalog.offering;

import fr.cned.partenariats.catalog.training.ContestRoute;
import fr.cned.partenariats.catalog.training.Modality;
import fr.cned.partenariats.commons.base.codes.AcademicYear;
import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.commons.base.paging.ListFilter;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Filters of the offering list. Several values of one parameter mean OR, several parameters mean AND. */
public class OfferingFilter implements ListFilter {

    @RestQuery
    @Size(max = 100)
    public List<UUID> id = List.of();

    @RestQuery
    public List<UUID> trainingId = List.of();

    @RestQuery
    public List<@AcademicYear String> academicYear = List.of();

    @RestQuery
    public List<OfferingState> state = List.of();

    @RestQuery
    public List<Modality> modality = List.of();

    @RestQuery
    public List<ContestRoute> route = List.of();

    @RestQuery
    @Parameter(
            description = "Only offerings that this partner's agreements cover today and that no network restriction "
                    + "closes to it, each with the partner's price and agreement in `partnerTerms`. A partner may "
                    + "only name itself. Without this parameter, a partner gets every offering, and its terms where "
                    + "it has any.")
    public @Nullable UUID partnerId;

    /** No query parameter: only offerings of trainings that this partner delivers. */
    public @Nullable UUID providerId;

    /** Conditions on the table alias {@code o}. */
    Conditions conditions() {
        return new Conditions()
                .matching("o.id = any(cast(? as uuid[]))", array(id))
                .matching("o.training_id = any(cast(? as uuid[]))", array(trainingId))
                .matching("o.academic_year = any(cast(? as text[]))", array(academicYear))
                .matching("o.state = any(cast(? as text[]))", array(state))
                .matching("o.modality = any(cast(? as text[]))", array(modality))
                .matching("o.route = any(cast(? as text[]))", array(route))
                .matching("o.training_id in (select d.id from training d where ? = any(d.provider_ids))", providerId);
    }

    private static String @Nullable [] array(List<?> values) {
        return values.isEmpty() ? null : values.stream().map(Object::toString).toArray(String[]::new);
    }
}

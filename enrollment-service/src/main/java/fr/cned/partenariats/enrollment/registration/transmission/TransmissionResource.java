package fr.cned.partenariats.enrollment.registration.transmission;

import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;
import static fr.cned.partenariats.enrollment.Roles.PARTNER;
import static fr.cned.partenariats.enrollment.Roles.PARTNERSHIP_OFFICER;
import static fr.cned.partenariats.enrollment.Scopes.ENROLLMENTS_READ;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import fr.cned.partenariats.enrollment.registration.transmission.alert.PartnerTransmissionView;
import fr.cned.partenariats.enrollment.registration.transmission.alert.TransmissionAlertFilter;
import fr.cned.partenariats.enrollment.registration.transmission.alert.TransmissionAlertService;
import fr.cned.partenariats.enrollment.registration.transmission.alert.TransmissionAlertView;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/transmissions")
@Produces("application/json")
@RequiresScope(ENROLLMENTS_READ)
@WholeTenant
@Tag(name = "Transmissions")
public class TransmissionResource {

    private final TransmissionService transmissions;
    private final TransmissionAlertService alerts;

    TransmissionResource(TransmissionService transmissions, TransmissionAlertService alerts) {
        this.transmissions = transmissions;
        this.alerts = alerts;
    }

    @GET
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(
            operationId = "listTransmissions",
            summary = "List what each client sent to be registered on each day",
            description = "`sent` is the sum of `accepted`, `refused` and `pending`. A repetition with the same key is"
                    + " not counted again. Newest days first; without `from` the last 30 days.")
    public Page<TransmissionDayView> list(@Valid @BeanParam TransmissionFilter filter, @BeanParam PageParams page) {
        return transmissions.days(filter, page);
    }

    @GET
    @Path("/attempts")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER})
    @Operation(
            operationId = "listTransmissionAttempts",
            summary = "List single attempts to register a student, oldest first",
            description = "Attempts are listed for 30 days. They show no personal data. A request that was refused"
                    + " before it was read has no `reference`. Requests that the gateway refused are counted, but not"
                    + " listed.")
    public Page<AttemptView> listAttempts(@Valid @BeanParam AttemptFilter filter, @BeanParam PageParams page) {
        return transmissions.attempts(filter, page);
    }

    @GET
    @Path("/alerts")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER, PARTNERSHIP_OFFICER})
    @Operation(
            operationId = "listTransmissionAlerts",
            summary = "List partners that stopped sending, send less, or have more attempts refused",
            description =
                    "A partner is compared with what it usually sends, once an hour. A partner sees its own alerts.")
    public Page<TransmissionAlertView> listAlerts(
            @BeanParam TransmissionAlertFilter filter, @BeanParam PageParams page) {
        return alerts.list(filter, page);
    }

    @GET
    @Path("/partners/{id}")
    @RolesAllowed({PARTNER, ENROLLMENT_OFFICER, PARTNERSHIP_OFFICER})
    @Operation(
            operationId = "getPartnerTransmission",
            summary = "Compare what a partner sent recently with what it usually sends",
            description = "Today is not counted, except that it ends a silence. A gap is counted in working days, from"
                    + " Monday to Friday. Without a condition nothing is unusual, or the partner has sent too little to"
                    + " tell.")
    public PartnerTransmissionView getPartner(UUID id) {
        return alerts.ofPartner(id);
    }
}

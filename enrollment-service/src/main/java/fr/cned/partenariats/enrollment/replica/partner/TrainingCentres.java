package fr.cned.partenariats.enrollment.replica.partner;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.NOT_A_TRAINING_CENTRE;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The partners that are training centres of apprentices (CFA). */
@ApplicationScoped
public class TrainingCentres {

    private final Session session;
    private final Caller caller;

    TrainingCentres(Session session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    public static boolean isKind(@Nullable String partnerKind) {
        return "APPRENTICE_TRAINING_CENTRE".equals(partnerKind);
    }

    /** @param named the training centre that an officer names; a partner acts for itself */
    @Transactional
    public UUID acting(@Nullable UUID named) {
        UUID centre = caller.scope().actingTenant(named, "/trainingCentreId", NOT_A_TRAINING_CENTRE);
        String kind = session.createNativeQuery("select kind_of_partner(:partner)", String.class)
                .setParameter("partner", centre)
                .getSingleResultOrNull();
        if (!isKind(kind)) {
            throw Refusal.of(NOT_A_TRAINING_CENTRE);
        }
        return centre;
    }
}

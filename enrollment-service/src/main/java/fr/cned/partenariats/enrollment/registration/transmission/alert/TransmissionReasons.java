package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import jakarta.enterprise.context.ApplicationScoped;

/** Says in the language of the request what is unusual. */
@ApplicationScoped
class TransmissionReasons {

    private final ProblemRenderer texts;

    TransmissionReasons(ProblemRenderer texts) {
        this.texts = texts;
    }

    String text(SendingRhythm.Finding finding) {
        return texts.detail(
                finding.condition().reason(),
                finding.lastSentOn().toString(),
                Long.toString(finding.recent()),
                Long.toString(finding.usual()));
    }
}

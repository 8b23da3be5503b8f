package fr.cned.partenariats.enrollment.enrollment.opco;

import fr.cned.partenariats.enrollment.enrollment.OpcoDossier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dossiers of a training centre at an OPCO. */
interface OpcoDossiers {

    /** Without amounts. An OPCO may send a page twice. */
    Page page(OpcoAccess access, int number) throws NoAnswer;

    /** The same dossiers; one that the OPCO leaves out has no amounts. */
    List<OpcoDossier> withAmounts(OpcoAccess access, List<OpcoDossier> dossiers) throws NoAnswer;

    /** @param total the number of dossiers of all pages; 0 when the OPCO does not tell */
    record Page(int total, List<OpcoDossier> dossiers) {}

    /** The OPCO refused, was away or too slow, or its answer is not usable. */
    final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1L;

        /** How long the OPCO wants to be left alone; 0 when it does not tell. */
        final long pauseSeconds;

        NoAnswer(String message, long pauseSeconds, @Nullable Throwable cause) {
            super(message, cause);
            this.pauseSeconds = pauseSeconds;
        }
    }
}

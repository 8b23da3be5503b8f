package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.commons.answers.AnswerCache;
import fr.cned.partenariats.commons.relay.Relay;

/** Calls a reader of the log of changes. */
class BadUseCase {

    void change(AnswerCache answers) {
        answers.forgetAll();
    }

    boolean isSent(Relay relay) {
        return relay.leading();
    }
}

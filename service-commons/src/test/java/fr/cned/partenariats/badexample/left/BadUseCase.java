package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.commons.answers.AnswerCache;

/** Calls a reader of the log of changes. */
class BadUseCase {

    void change(AnswerCache answers) {
        answers.forgetAll();
    }
}

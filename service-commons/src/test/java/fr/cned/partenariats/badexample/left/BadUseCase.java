package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.badexample.webhook.BadWebhook;
import fr.cned.partenariats.commons.changelog.ChangeFeedPage;
import fr.cned.partenariats.commons.events.relay.EventSource;
import fr.cned.partenariats.commons.events.relay.Relay;
import fr.cned.partenariats.commons.http.answers.AnswerCache;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/** Calls readers of the log of changes, and reads the day of the JVM. */
class BadUseCase {

    void change(AnswerCache answers) {
        answers.forgetAll();
    }

    Object emit(EventSource events) {
        return events.find(Set.of());
    }

    Object feed(ChangeFeedPage<String> page) {
        return page.items();
    }

    void deliver(BadWebhook webhook) {
        webhook.deliver();
    }

    LocalDate today() {
        return LocalDate.now(zone());
    }

    ZoneId zone() {
        return ZoneId.systemDefault();
    }

    boolean isSent(Relay relay) {
        return relay.leading();
    }
}

package fr.cned.partenariats.partner.integration.notice;

import fr.cned.partenariats.commons.testing.ReservedPort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Turns notices on. The port of the mail server is reserved; a test that needs the server starts one. */
public class SmtpPort implements QuarkusTestResourceLifecycleManager {

    private final ReservedPort port = new ReservedPort();

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.mailer.host",
                "127.0.0.1",
                "quarkus.mailer.port",
                Integer.toString(port.number()),
                "partner.notices.from",
                "Cned <avis@cned.example>",
                "partner.notices.workspace",
                "https://partenariats.example/app/",
                "partner.notices.daily-at",
                "00:00");
    }

    @Override
    public void stop() {
        // the reservation ends with the process
    }
}

package fr.cned.partenariats.partner.integration.webhook;

import static fr.cned.partenariats.partner.PartnerProblem.INVALID_WEBHOOK_URL;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Decides which targets webhooks may have. The URL is checked when it is stored, the address of its host before each
 * attempt. Only the local mode allows http and loopback addresses, for development and tests.
 */
@ApplicationScoped
class TargetRules {

    /** A name with a top-level domain of letters: no IP address, however it is written. */
    private static final Pattern HOST_NAME =
            Pattern.compile("(?i)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})");

    private static final int MAX_PORT = 65_535;

    private final boolean local;

    TargetRules(@ConfigProperty(name = "partner.webhooks.local-targets") boolean local) {
        this.local = local;
    }

    void requireAllowed(String url) {
        if (!allows(url)) {
            throw Refusal.invalid(new Violation("/url", INVALID_WEBHOOK_URL));
        }
    }

    boolean allows(String url) {
        URI target;
        try {
            target = new URI(url);
        } catch (URISyntaxException e) {
            return false;
        }
        String host = target.getHost();
        return host != null
                && target.getRawUserInfo() == null
                && target.getRawFragment() == null
                && target.getPort() <= MAX_PORT
                && target.getPort() != 0
                && url.chars().allMatch(c -> c > ' ' && c < 0x7f)
                && (isScheme(target, "https") || (local && isScheme(target, "http")))
                && (local || HOST_NAME.matcher(host).matches());
    }

    private static boolean isScheme(URI target, String scheme) {
        return scheme.equalsIgnoreCase(target.getScheme());
    }

    boolean allows(InetAddress address) {
        return PublicAddresses.allow(address) || (local && address.isLoopbackAddress());
    }
}

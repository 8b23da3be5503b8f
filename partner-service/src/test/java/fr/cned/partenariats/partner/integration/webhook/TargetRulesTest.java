package fr.cned.partenariats.partner.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {

    private final TargetRules rules = new TargetRules(false);
    private final TargetRules local = new TargetRules(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://lycee.example.fr",
                "https://lycee.example.fr/cned/webhook?key=1",
                "https://a.b.c.example.fr:8443/x",
                "HTTPS://Lycee.Example.FR/",
                "https://xn--lyce-dpa.example.xn--p1ai/"
            })
    void anHttpsUrlWithAHostNameIsAllowed(String url) {
        assertThat(rules.allows(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://lycee.example.fr/",
                "ftp://lycee.example.fr/",
                "file:///etc/passwd",
                "lycee.example.fr",
                "https:lycee.example.fr",
                "https:///path",
                "https://user@lycee.example.fr/",
                "https://user:secret@lycee.example.fr/",
                "https://lycee.example.fr/#part",
                "https://lycee.example.fr:0/",
                "https://lycee.example.fr:65536/",
                "https://lycee.example.fr:99999999999/",
                "https://lycee.example.fr/a b",
                "https://lycée.example.fr/",
                "https://lycee.example.fr/é",
                "https://lycee.example.fr\\@127.0.0.1/",
                "https://lycee.example.fr./",
                "https://localhost/",
                "https://127.0.0.1/",
                "https://8.8.8.8/",
                "https://2130706433/",
                "https://0x7f.0.0.1/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[2606:4700:4700::1111]/",
                "https://intranet/",
                "https://-a.example.fr/",
                ""
            })
    void anyOtherUrlIsRefused(String url) {
        assertThat(rules.allows(url)).isFalse();
    }

    @Test
    void onlyTheLocalModeAllowsHttpAndLoopback() throws UnknownHostException {
        assertThat(local.allows("http://127.0.0.1:8090/hook")).isTrue();
        assertThat(local.allows("http://localhost:8090/hook")).isTrue();
        assertThat(local.allows("ftp://localhost/")).isFalse();
        assertThat(local.allows("http://user@localhost/")).isFalse();
        for (String loopback : new String[] {"127.0.0.1", "::1"}) {
            assertThat(local.allows(InetAddress.getByName(loopback))).isTrue();
            assertThat(rules.allows(InetAddress.getByName(loopback))).isFalse();
        }
        assertThat(local.allows(InetAddress.getByName("169.254.169.254"))).isFalse();
        assertThat(local.allows(InetAddress.getByName("10.0.0.1"))).isFalse();
    }
}

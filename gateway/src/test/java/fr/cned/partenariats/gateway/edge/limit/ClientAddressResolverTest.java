package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressResolverTest {

    private final ClientAddressResolver resolver = new ClientAddressResolver(List.of("192.0.2.1", "10.0.0.0/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the proxy names the client          | 192.0.2.1   | 9.9.9.9                     | 9.9.9.9",
                "the last untrusted address counts   | 192.0.2.1   | 1.1.1.1, 9.9.9.9            | 9.9.9.9",
                "trusted proxies are skipped         | 192.0.2.1   | 1.1.1.1, 9.9.9.9, 10.1.2.3  | 9.9.9.9",
                "a chain of trusted proxies only     | 192.0.2.1   | 10.1.2.3                    | 10.1.2.3",
                "an entry is not an address          | 192.0.2.1   | 9.9.9.9, example.org        | 192.0.2.1",
                "an invalid entry before a valid one | 192.0.2.1   | example.org, 10.1.2.3       | 10.1.2.3",
                "an IPv6 client                      | 192.0.2.1   | 2001:db8:7:7::1             | 2001:db8:7:7:0:0:0:1",
                "an empty header                     | 192.0.2.1   | ''                          | 192.0.2.1",
                "a client that is not a proxy        | 203.0.113.7 | 9.9.9.9                     | 203.0.113.7"
            })
    void addressIsThePeerOrTheClientOfATrustedProxy(String name, String peer, String forwardedFor, String address) {
        assertThat(resolver.resolve(peer, List.of(forwardedFor))).as(name).isEqualTo(address);
    }

    @Test
    void severalHeadersAreReadAsOneList() {
        assertThat(resolver.resolve("192.0.2.1", List.of("1.1.1.1", "9.9.9.9, 10.1.2.3")))
                .isEqualTo("9.9.9.9");
    }

    @Test
    void tooLongHeaderIsIgnored() {
        assertThat(resolver.resolve("192.0.2.1", List.of("9.9.9.9,".repeat(200))))
                .isEqualTo("192.0.2.1");
    }

    @Test
    void withoutTrustedProxiesTheHeaderIsIgnored() {
        ClientAddressResolver withoutProxies = new ClientAddressResolver(List.of());
        assertThat(withoutProxies.resolve("192.0.2.1", List.of("9.9.9.9"))).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/25, 192.0.2.127, true",
        "192.0.2.0/25, 192.0.2.128, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::1, 2001:db8::1, true",
        "2001:db8::1, 2001:db8::2, false",
        "2001:db8::1/128, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, false",
        "fc00::/7, fd12::1, true",
        "fc00::/7, fe80::1, false",
        "fc00::/7, ff02::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, fe80::1, true",
        "::/0, 192.0.2.1, false"
    })
    void aNetworkHasTheAddressesThatBeginAsItDoes(String network, String peer, boolean isTrusted) {
        String address = new ClientAddressResolver(List.of(network)).resolve(peer, List.of("198.51.100.7"));
        assertThat(address).isEqualTo(isTrusted ? "198.51.100.7" : peer);
    }

    /** A name would be looked up once, at the start, and an IPv6 address of it be read as a network. */
    @ParameterizedTest
    @ValueSource(strings = {"load-balancer", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "2001:db8::1/129", "/8"})
    void aTrustedProxyThatIsNoAddressIsRefusedAtTheStart(String setting) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientAddressResolver(List.of(setting)));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "2001:db8:7:7:0:0:0:1, 2001:db8:7:7",
        "2001:db8:7:7:a:b:c:d, 2001:db8:7:7",
        "2001:db8:7:8:0:0:0:1, 2001:db8:7:8"
    })
    void limitKeyOfAnIpv6AddressIsItsNetwork(String address, String key) {
        assertThat(ClientAddressResolver.limitKey(address)).isEqualTo(key);
    }
}

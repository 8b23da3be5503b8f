package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "127.0.0.1, 127.0.0.1",
        "2001:db8:7:7:0:0:0:1, 2001:db8:7:7",
        "2001:db8:7:7:a:b:c:d, 2001:db8:7:7",
        "2001:db8:7:8:0:0:0:1, 2001:db8:7:8"
    })
    void limitKeyOfAnIpv6AddressIsItsNetwork(String address, String key) {
        assertThat(ClientAddressResolver.limitKey(address)).isEqualTo(key);
    }
}

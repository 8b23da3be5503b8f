package fr.cned.partenariats.partner.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "168.63.129.17",
                "223.255.255.255",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111",
                "2a01:e0a::1",
                "2001:200::1",
                "2003::1"
            })
    void publicAddressesAreAllowed(String address) throws UnknownHostException {
        assertThat(PublicAddresses.allow(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "169.254.0.1",
                "168.63.129.16",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255"
            })
    void otherAddressesOfVersion4AreRefused(String address) throws UnknownHostException {
        assertThat(PublicAddresses.allow(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "::7f00:1", // compatible 127.0.0.1
                "::ffff:127.0.0.1", // mapped; Java makes it a version 4 address
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::7f00:1", // NAT64
                "64:ff9b::808:808",
                "64:ff9b:1::a00:1",
                "100::1", // discard
                "2001::1", // Teredo
                "2001:10::1",
                "2001:db8::1",
                "2002:7f00:1::", // 6to4 of 127.0.0.1
                "2002:808:808::1",
                "3fff::1",
                "4000::1",
                "fc00::1",
                "fd00:ec2::254", // metadata of AWS
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void otherAddressesOfVersion6AreRefused(String address) throws UnknownHostException {
        assertThat(PublicAddresses.allow(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void anAddressThatIsMappedInItsBytesIsRefused() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 8;
        mapped[13] = 8;
        mapped[14] = 8;
        mapped[15] = 8;

        assertThat(PublicAddresses.allow(Inet6Address.getByAddress(null, mapped, -1)))
                .isFalse();
    }
}

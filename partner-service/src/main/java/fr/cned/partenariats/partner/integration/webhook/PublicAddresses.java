package fr.cned.partenariats.partner.integration.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Decides which addresses webhooks may have: public unicast addresses of the internet. Addresses that carry an IPv4
 * address (mapped, NAT64, 6to4, Teredo) are refused, whatever they carry.
 */
final class PublicAddresses {

    /** https://www.iana.org/assignments/iana-ipv4-special-registry, multicast, and one metadata address. */
    private static final List<Block> FORBIDDEN_V4 = List.of(
            block(8, 0), // this network
            block(8, 10), // private
            block(10, 100, 64), // shared by providers; some clouds have their metadata here
            block(8, 127), // loopback
            block(16, 169, 254), // link-local; metadata of most clouds
            block(12, 172, 16), // private
            block(24, 192, 0, 0), // protocol assignments
            block(24, 192, 0, 2), // documentation
            block(24, 192, 88, 99), // 6to4 relays
            block(16, 192, 168), // private
            block(15, 198, 18), // benchmarks
            block(24, 198, 51, 100), // documentation
            block(24, 203, 0, 113), // documentation
            block(32, 168, 63, 129, 16), // metadata of Azure
            block(4, 224), // multicast
            block(4, 240)); // reserved, broadcast

    /** Only these are global unicast addresses: not loopback, link-local, unique local, mapped, NAT64, multicast. */
    private static final Block GLOBAL_V6 = block(3, 0x20);

    private static final List<Block> FORBIDDEN_V6 = List.of(
            block(23, 0x20, 0x01), // protocol assignments, among them Teredo
            block(32, 0x20, 0x01, 0x0d, 0xb8), // documentation
            block(16, 0x20, 0x02), // 6to4
            block(20, 0x3f, 0xff)); // documentation

    private PublicAddresses() {}

    private record Block(int bits, int... first) {

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                int wanted = bit / 8 < first.length ? first[bit / 8] : 0;
                if ((address[bit / 8] & mask) != (wanted & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Block block(int bits, int... first) {
        return new Block(bits, first);
    }

    static boolean allow(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return FORBIDDEN_V4.stream().noneMatch(block -> block.contains(bytes));
        }
        return address instanceof Inet6Address
                && GLOBAL_V6.contains(bytes)
                && FORBIDDEN_V6.stream().noneMatch(block -> block.contains(bytes));
    }
}

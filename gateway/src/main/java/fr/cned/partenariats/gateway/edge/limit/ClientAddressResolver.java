package fr.cned.partenariats.gateway.edge.limit;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client's address: the peer's address, or the address that a trusted proxy names in
 * {@code X-Forwarded-For}. The header is ignored from any other peer, because any client can send it.
 */
@Singleton
public class ClientAddressResolver {

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final int MAX_FORWARDED_FOR_LENGTH = 1_000;
    private static final int IPV6_NETWORK_GROUPS = 4;

    private final List<Network> trusted;

    /**
     * The addresses that begin with the same bits. Netty's rule for networks also matches IPv6 addresses that begin with
     * ones only.
     */
    private record Network(BigInteger start, int bits, int hostBits) {

        static Network of(String setting) {
            int slash = setting.indexOf('/');
            InetAddress address = parse(slash < 0 ? setting : setting.substring(0, slash));
            if (address == null) {
                throw new IllegalArgumentException("not an address or a network like 10.0.0.0/8: " + setting);
            }
            int bits = bitsOf(address);
            int prefix = slash < 0 ? bits : Integer.parseInt(setting.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("not a prefix of 0 to " + bits + " bits: " + setting);
            }
            return new Network(startOf(address, bits - prefix), bits, bits - prefix);
        }

        boolean contains(InetAddress address) {
            return bitsOf(address) == bits && startOf(address, hostBits).equals(start);
        }

        private static int bitsOf(InetAddress address) {
            return address.getAddress().length * Byte.SIZE;
        }

        private static BigInteger startOf(InetAddress address, int hostBits) {
            return new BigInteger(1, address.getAddress()).shiftRight(hostBits);
        }
    }

    @Inject
    ClientAddressResolver(GatewayConfig config) {
        this(config.trustedProxies().orElse(List.of()));
    }

    /** @param trustedProxies addresses or networks, like {@code 10.0.0.0/8} */
    ClientAddressResolver(List<String> trustedProxies) {
        trusted = trustedProxies.stream().map(Network::of).toList();
    }

    public String resolve(HttpServerRequest request) {
        return resolve(request.remoteAddress().hostAddress(), request.headers().getAll(FORWARDED_FOR));
    }

    String resolve(String peer, List<String> forwardedFor) {
        if (trusted.isEmpty() || !isTrustedProxy(parse(peer))) {
            return peer;
        }
        String forwarded = String.join(",", forwardedFor);
        return forwarded.length() > MAX_FORWARDED_FOR_LENGTH ? peer : lastUntrusted(forwarded, peer);
    }

    /** The key of the limits per address. An IPv6 address has the key of its /64 network, which one customer owns. */
    public static String limitKey(String address) {
        int end = -1;
        for (int group = 0; group < IPV6_NETWORK_GROUPS; group++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) {
                return address;
            }
        }
        return address.substring(0, end);
    }

    public boolean isTrustedProxy(@Nullable InetAddress address) {
        if (address != null) {
            for (Network network : trusted) {
                if (network.contains(address)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Reads from the right, because proxies append. The client may have forged the entries on the left. */
    private String lastUntrusted(String forwarded, String peer) {
        String found = peer;
        for (int end = forwarded.length(); end >= 0; ) {
            int comma = forwarded.lastIndexOf(',', end - 1);
            InetAddress address = parse(forwarded.substring(comma + 1, end).strip());
            if (address == null) {
                return found;
            }
            found = address.getHostAddress();
            if (!isTrustedProxy(address)) {
                return found;
            }
            end = comma;
        }
        return found;
    }

    private static @Nullable InetAddress parse(String address) {
        return NetUtil.createInetAddressFromIpAddressString(address);
    }
}

package fr.cned.partenariats.gateway.limit;

import fr.cned.partenariats.gateway.GatewayConfig;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address that a request came from: the peer's, or behind a trusted proxy the one that the proxy
 * names. Without trusted proxies {@code X-Forwarded-For} is ignored, since any client can send it.
 */
@Singleton
public class Addresses {

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final int LONGEST_FORWARDED_FOR = 1_000;
    private static final int GROUPS_OF_AN_IPV6_NETWORK = 4;

    private final List<IpSubnetFilterRule> trusted;

    Addresses(GatewayConfig config) {
        trusted = config.trustedProxies().orElse(List.of()).stream()
                .map(Addresses::network)
                .toList();
    }

    /** The address as text. */
    public String of(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        if (trusted.isEmpty() || !isTrusted(parse(peer))) {
            return peer;
        }
        List<String> headers = request.headers().getAll(FORWARDED_FOR);
        String forwarded = String.join(",", headers);
        return forwarded.length() > LONGEST_FORWARDED_FOR ? peer : lastUntrusted(forwarded, peer);
    }

    /** What the address is counted by: an IPv6 address by its network of 64 bits, all of which is one customer's. */
    public static String key(String address) {
        int end = -1;
        for (int group = 0; group < GROUPS_OF_AN_IPV6_NETWORK; group++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) {
                return address;
            }
        }
        return address.substring(0, end);
    }

    public boolean isTrusted(@Nullable InetAddress address) {
        if (address != null) {
            InetSocketAddress socket = new InetSocketAddress(address, 0);
            for (IpSubnetFilterRule network : trusted) {
                if (network.matches(socket)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Read from the right, where the proxies append; what stands to the left of it may be the client's invention. */
    private String lastUntrusted(String forwarded, String peer) {
        String found = peer;
        for (int end = forwarded.length(); end >= 0; ) {
            int comma = forwarded.lastIndexOf(',', end - 1);
            InetAddress address = parse(forwarded.substring(comma + 1, end).strip());
            if (address == null) {
                return found;
            }
            found = address.getHostAddress();
            if (!isTrusted(address)) {
                return found;
            }
            end = comma;
        }
        return found;
    }

    private static @Nullable InetAddress parse(String address) {
        return NetUtil.createInetAddressFromIpAddressString(address);
    }

    private static IpSubnetFilterRule network(String setting) {
        int slash = setting.indexOf('/');
        String address = slash < 0 ? setting : setting.substring(0, slash);
        int bits = address.indexOf(':') < 0 ? 32 : 128;
        int prefix = slash < 0 ? bits : Integer.parseInt(setting.substring(slash + 1));
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    }
}

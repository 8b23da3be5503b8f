package fr.cned.partenariats.gateway.connection;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.limit.Addresses;
import fr.cned.partenariats.gateway.limit.InFlight;
import fr.cned.partenariats.gateway.limit.Limit;
import fr.cned.partenariats.gateway.limit.LimitMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.arc.ClientProxy;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Iterator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections, in total and per address, and puts a {@link HeadGuard} into each. Quarkus creates the
 * HTTP server and gives no access to it, so this finds the listening channel among those of Vert.x's acceptor.
 */
@Singleton
class ConnectionLimits {

    private static final Logger LOG = Logger.getLogger(ConnectionLimits.class);
    private static final String ALL = "";
    private static final long MILLIS_TO_SEND_THE_REQUEST_THAT_IS_REFUSED = 1_000;
    /** A connection beyond the limit is answered, unless as many more wait for their answer: then it is closed. */
    private static final int REFUSED_AT_ONCE = 256;

    private final InFlight total;
    private final InFlight byAddress;
    private final InFlight refused = new InFlight(REFUSED_AT_ONCE);
    private final long headDeadlineMillis;
    private final Addresses addresses;
    private final LimitMetrics metrics;
    private final VertxInternal vertx;

    ConnectionLimits(
            GatewayConfig gateway, Addresses addresses, LimitMetrics metrics, MeterRegistry registry, Vertx vertx) {
        this.total = new InFlight(gateway.connections().total());
        this.byAddress = new InFlight(gateway.connections().perAddress());
        this.headDeadlineMillis = gateway.timeout().requestHead().toMillis();
        this.addresses = addresses;
        this.metrics = metrics;
        this.vertx = (VertxInternal) ClientProxy.unwrap(vertx);
        Gauge.builder("gateway.connections", total, all -> all.count(ALL)).register(registry);
    }

    void watch(@ObservesAsync HttpServerStart started) {
        int port = started.options().getPort();
        Acceptor acceptor = new Acceptor();
        for (EventExecutor executor : vertx.getAcceptorEventLoopGroup()) {
            SingleThreadEventLoop loop = (SingleThreadEventLoop) executor;
            loop.execute(() -> watch(loop, port, acceptor));
        }
    }

    private static void watch(SingleThreadEventLoop loop, int port, Acceptor acceptor) {
        boolean found = false;
        for (Iterator<Channel> channels = loop.registeredChannelsIterator(); channels.hasNext(); ) {
            Channel channel = channels.next();
            if (channel instanceof ServerChannel
                    && (port <= 0 || port(channel) == port)) { // tests let the system choose
                channel.pipeline().addFirst(acceptor);
                found = true;
            }
        }
        if (!found) {
            LOG.errorf("no channel listens on port %d: connections are not limited", port);
        }
    }

    private static int port(Channel server) {
        return server.localAddress() instanceof InetSocketAddress address ? address.getPort() : -1;
    }

    private void accept(Channel connection) {
        @Nullable Limit exceeded = null;
        if (!total.enter(ALL)) {
            exceeded = Limit.TOTAL_CONNECTIONS;
        } else {
            connection.closeFuture().addListener(closed -> total.leave(ALL));
            if (connection.remoteAddress() instanceof InetSocketAddress peer
                    && !addresses.isTrusted(peer.getAddress())) {
                String address = Addresses.key(peer.getAddress().getHostAddress());
                if (byAddress.enter(address)) {
                    connection.closeFuture().addListener(closed -> byAddress.leave(address));
                } else {
                    exceeded = Limit.ADDRESS_CONNECTIONS;
                }
            }
        }
        if (exceeded == null) {
            connection.pipeline().addLast(new Installer(new HeadGuard(headDeadlineMillis, null)));
            return;
        }
        metrics.refused(exceeded);
        if (refused.enter(ALL)) {
            connection.closeFuture().addListener(closed -> refused.leave(ALL));
            connection
                    .pipeline()
                    .addLast(new Installer(
                            new HeadGuard(MILLIS_TO_SEND_THE_REQUEST_THAT_IS_REFUSED, exceeded.problem())));
        } else {
            connection.pipeline().addLast(new Closer());
        }
    }

    /** Sees each connection before Netty registers it with its event loop. */
    @Sharable
    private final class Acceptor extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            accept((Channel) connection);
            context.fireChannelRead(connection);
        }
    }

    /** Puts the guard behind the parser once Vert.x has put that there. */
    private static final class Installer extends ChannelInboundHandlerAdapter {

        private static final String PARSER = "httpDecoder";

        private final HeadGuard guard;

        Installer(HeadGuard guard) {
            this.guard = guard;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (context.pipeline().get(PARSER) != null) { // not on the management port, in tests
                context.pipeline().addAfter(PARSER, "head-guard", guard);
            }
            context.fireChannelActive();
            context.pipeline().remove(this);
        }
    }

    private static final class Closer extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }
}

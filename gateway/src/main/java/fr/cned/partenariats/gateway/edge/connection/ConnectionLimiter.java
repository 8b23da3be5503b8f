package fr.cned.partenariats.gateway.edge.connection;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.edge.limit.ClientAddressResolver;
import fr.cned.partenariats.gateway.edge.limit.KeyedSemaphore;
import fr.cned.partenariats.gateway.edge.limit.Limit;
import fr.cned.partenariats.gateway.edge.limit.LimitMetrics;
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
 * Limits open connections in total and per address, and adds a {@link RequestHeadHandler} to each connection. Quarkus
 * gives no access to its HTTP server, so this class searches Vert.x's acceptor event loops for the listening channel.
 */
@Singleton
class ConnectionLimiter {

    private static final Logger LOG = Logger.getLogger(ConnectionLimiter.class);
    private static final String ALL = "";
    private static final long REFUSED_HEAD_DEADLINE_MILLIS = 1_000;
    /** Connections beyond the limit that may wait for a problem response. Further connections close without one. */
    private static final int MAX_REFUSED_CONNECTIONS = 256;

    private final KeyedSemaphore total;
    private final KeyedSemaphore byAddress;
    private final KeyedSemaphore refused = new KeyedSemaphore(MAX_REFUSED_CONNECTIONS);
    private final long headDeadlineMillis;
    private final ClientAddressResolver addresses;
    private final LimitMetrics metrics;
    private final VertxInternal vertx;

    ConnectionLimiter(
            GatewayConfig gateway,
            ClientAddressResolver addresses,
            LimitMetrics metrics,
            MeterRegistry registry,
            Vertx vertx) {
        this.total = new KeyedSemaphore(gateway.connections().total());
        this.byAddress = new KeyedSemaphore(gateway.connections().perAddress());
        this.headDeadlineMillis = gateway.timeout().requestHead().toMillis();
        this.addresses = addresses;
        this.metrics = metrics;
        this.vertx = (VertxInternal) ClientProxy.unwrap(vertx);
        Gauge.builder("gateway.connections", total, all -> all.acquired(ALL))
                .description("Open connections of clients")
                .register(registry);
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
                    && (port <= 0 || port(channel) == port)) { // port 0 in tests: the system chooses
                channel.pipeline().addFirst(acceptor);
                found = true;
            }
        }
        if (!found) {
            LOG.errorf("No channel listens on port %d: connections are not limited", port);
        }
    }

    private static int port(Channel server) {
        return server.localAddress() instanceof InetSocketAddress address ? address.getPort() : -1;
    }

    private void accept(Channel connection) {
        @Nullable Limit exceeded = null;
        if (!total.tryAcquire(ALL)) {
            exceeded = Limit.TOTAL_CONNECTIONS;
        } else {
            connection.closeFuture().addListener(closed -> total.release(ALL));
            if (connection.remoteAddress() instanceof InetSocketAddress peer
                    && !addresses.isTrustedProxy(peer.getAddress())) {
                String address =
                        ClientAddressResolver.limitKey(peer.getAddress().getHostAddress());
                if (byAddress.tryAcquire(address)) {
                    connection.closeFuture().addListener(closed -> byAddress.release(address));
                } else {
                    exceeded = Limit.ADDRESS_CONNECTIONS;
                }
            }
        }
        if (exceeded == null) {
            connection.pipeline().addLast(new Installer(new RequestHeadHandler(headDeadlineMillis, null)));
            return;
        }
        metrics.countRefusal(exceeded);
        if (refused.tryAcquire(ALL)) {
            connection.closeFuture().addListener(closed -> refused.release(ALL));
            connection
                    .pipeline()
                    .addLast(new Installer(new RequestHeadHandler(REFUSED_HEAD_DEADLINE_MILLIS, exceeded.problem())));
        } else {
            connection.pipeline().addLast(new Closer());
        }
    }

    /** Receives each connection before Netty registers it with its event loop. */
    @Sharable
    private final class Acceptor extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            accept((Channel) connection);
            context.fireChannelRead(connection);
        }
    }

    /** Adds the handler behind the HTTP parser after Vert.x has added the parser. */
    private static final class Installer extends ChannelInboundHandlerAdapter {

        private static final String PARSER = "httpDecoder";

        private final RequestHeadHandler handler;

        Installer(RequestHeadHandler handler) {
            this.handler = handler;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (context.pipeline().get(PARSER) != null) { // null on the management port, which tests include
                context.pipeline().addAfter(PARSER, "request-head", handler);
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

package fr.cned.partenariats.commons.http;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.arc.ClientProxy;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that the HTTP parser refuses with a problem; Vert.x would send an empty body. Replaces such a
 * request by one whose target names the problem, which {@link EarlyRefusals} answers. Quarkus gives no access to its
 * HTTP server, so this class finds the listening channel among the channels of Vert.x.
 */
@Singleton
class UnreadableRequests {

    /**
     * Random, so that no client can send such a target. A valid URI, because Quarkus refuses others before the router.
     */
    private static final String PREFIX = "/unreadable/" + UUID.randomUUID() + "/";

    private static final List<CommonProblem> PROBLEMS =
            List.of(CommonProblem.URI_TOO_LONG, CommonProblem.HEADERS_TOO_LARGE, CommonProblem.BAD_REQUEST);

    private final VertxInternal vertx;

    UnreadableRequests(Vertx vertx) {
        this.vertx = (VertxInternal) ClientProxy.unwrap(vertx);
    }

    /** The problem that a replaced target names; null for other targets. */
    static @Nullable CommonProblem problemOf(String target) {
        if (!target.startsWith(PREFIX)) {
            return null;
        }
        return PROBLEMS.stream()
                .filter(problem -> target.equals(PREFIX + problem.code()))
                .findFirst()
                .orElse(null);
    }

    void watch(@ObservesAsync HttpServerStart started) {
        int port = started.options().getPort();
        Acceptor acceptor = new Acceptor();
        for (EventExecutor executor : vertx.getAcceptorEventLoopGroup()) {
            SingleThreadEventLoop loop = (SingleThreadEventLoop) executor;
            loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(channel -> {
                if (channel instanceof ServerChannel
                        && channel.localAddress() instanceof InetSocketAddress address
                        && (port <= 0 || address.getPort() == port)) { // tests use a free port
                    channel.pipeline().addFirst(acceptor);
                }
            }));
        }
    }

    /** Handles each connection before Netty registers it with its event loop. */
    @Sharable
    private static final class Acceptor extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            ((Channel) connection).pipeline().addLast(new Installer());
            context.fireChannelRead(connection);
        }
    }

    /** Adds {@link Replacement} behind the parser after Vert.x has added the parser. */
    private static final class Installer extends ChannelInboundHandlerAdapter {

        private static final String PARSER = "httpDecoder";

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (context.pipeline().get(PARSER) != null) { // absent on the management port in tests
                context.pipeline().addAfter(PARSER, "unreadable-requests", new Replacement());
            }
            context.fireChannelActive();
            context.pipeline().remove(this);
        }
    }

    private static final class Replacement extends ChannelInboundHandlerAdapter {

        private boolean refused;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (refused) {
                ReferenceCountUtil.release(message);
            } else if (message instanceof HttpRequest head
                    && !head.decoderResult().isSuccess()) {
                refused = true;
                context.fireChannelRead(replacement(head));
                ReferenceCountUtil.release(message);
            } else {
                context.fireChannelRead(message);
            }
        }

        /** A body of unknown length makes the connection close after the answer. */
        private static HttpRequest replacement(HttpRequest unreadable) {
            HttpHeaders headers = HeadersMultiMap.httpHeaders();
            headers.set(HttpHeaderNames.HOST, "unreadable");
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            @Nullable String language = unreadable.headers().get(HttpHeaderNames.ACCEPT_LANGUAGE);
            if (language != null) {
                headers.set(HttpHeaderNames.ACCEPT_LANGUAGE, language);
            }
            String target =
                    PREFIX + problemOf(unreadable.decoderResult().cause()).code();
            return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target, headers, false);
        }

        private static CommonProblem problemOf(Throwable refusal) {
            if (refusal instanceof TooLongHttpLineException) {
                return CommonProblem.URI_TOO_LONG;
            }
            return refusal instanceof TooLongHttpHeaderException
                    ? CommonProblem.HEADERS_TOO_LARGE
                    : CommonProblem.BAD_REQUEST;
        }
    }
}

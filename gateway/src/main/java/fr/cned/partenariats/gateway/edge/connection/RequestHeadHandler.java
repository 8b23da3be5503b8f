package fr.cned.partenariats.gateway.edge.connection;

import fr.cned.partenariats.gateway.edge.problem.GatewayProblem;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sets a deadline for each request head of one connection, and replaces a head that the HTTP parser rejected by a
 * {@link RejectedRequest}. A timer runs only for the first head of a connection and for a partial head.
 */
final class RequestHeadHandler extends ChannelInboundHandlerAdapter {

    private final long deadlineMillis;
    private final @Nullable GatewayProblem connectionProblem;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean awaitingHead = true;
    private boolean partialHead;
    private boolean messageParsed;
    private boolean refused;

    /** @param connectionProblem the response to the first request if the connection exceeds a limit */
    RequestHeadHandler(long deadlineMillis, @Nullable GatewayProblem connectionProblem) {
        this.deadlineMillis = deadlineMillis;
        this.connectionProblem = connectionProblem;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        startDeadline(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopDeadline();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopDeadline();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        messageParsed = true;
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest head) {
            stopDeadline();
            awaitingHead = false;
            GatewayProblem problem = problemOf(head);
            if (problem != null) {
                refuse(context, problem, head);
                ReferenceCountUtil.release(message);
                return;
            }
        }
        if (message instanceof LastHttpContent) {
            awaitingHead = true;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (awaitingHead && !messageParsed && !refused) {
            partialHead = true;
            startDeadline(context);
        }
        messageParsed = false;
        context.fireChannelReadComplete();
    }

    private @Nullable GatewayProblem problemOf(HttpRequest head) {
        if (connectionProblem != null) {
            return connectionProblem;
        }
        if (head.decoderResult().isFailure()) {
            return RejectedRequest.problemOf(head.decoderResult().cause());
        }
        HttpVersion version = head.protocolVersion();
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0)
                ? null
                : GatewayProblem.MALFORMED_REQUEST;
    }

    private void refuse(ChannelHandlerContext context, GatewayProblem problem, @Nullable HttpRequest head) {
        refused = true;
        context.fireChannelRead(RejectedRequest.replacement(problem, head));
    }

    private void startDeadline(ChannelHandlerContext context) {
        if (deadline == null) {
            deadline = context.executor().schedule(() -> onDeadline(context), deadlineMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void stopDeadline() {
        partialHead = false;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void onDeadline(ChannelHandlerContext context) {
        if (partialHead) {
            refuse(context, GatewayProblem.REQUEST_TIMEOUT, null);
        } else {
            context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }
}

package fr.cned.partenariats.gateway.connection;

import fr.cned.partenariats.gateway.problem.GatewayProblem;
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
 * Stands between the HTTP parser and Vert.x on one connection. Sets a deadline for each request head, and puts
 * an {@link UnreadableRequest} in the place of a head that the parser refused. A timer runs only for the first
 * head of a connection and for a head that does not arrive in one piece.
 */
final class HeadGuard extends ChannelInboundHandlerAdapter {

    private final long deadlineMillis;
    private final @Nullable GatewayProblem tooMany;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean betweenRequests = true;
    private boolean partOfAHead;
    private boolean readSomething;
    private boolean refused;

    /** @param tooMany the answer to the first request when the connection is one too many */
    HeadGuard(long deadlineMillis, @Nullable GatewayProblem tooMany) {
        this.deadlineMillis = deadlineMillis;
        this.tooMany = tooMany;
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
        readSomething = true;
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest head) {
            stopDeadline();
            betweenRequests = false;
            GatewayProblem problem = problemOf(head);
            if (problem != null) {
                refuse(context, problem, head);
                ReferenceCountUtil.release(message);
                return;
            }
        }
        if (message instanceof LastHttpContent) {
            betweenRequests = true;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (betweenRequests && !readSomething && !refused) {
            partOfAHead = true;
            startDeadline(context);
        }
        readSomething = false;
        context.fireChannelReadComplete();
    }

    private @Nullable GatewayProblem problemOf(HttpRequest head) {
        if (tooMany != null) {
            return tooMany;
        }
        if (head.decoderResult().isFailure()) {
            return UnreadableRequest.problemOf(head.decoderResult().cause());
        }
        HttpVersion version = head.protocolVersion();
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0)
                ? null
                : GatewayProblem.MALFORMED_REQUEST;
    }

    private void refuse(ChannelHandlerContext context, GatewayProblem problem, @Nullable HttpRequest head) {
        refused = true;
        context.fireChannelRead(UnreadableRequest.standIn(problem, head));
    }

    private void startDeadline(ChannelHandlerContext context) {
        if (deadline == null) {
            deadline = context.executor().schedule(() -> headIsLate(context), deadlineMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void stopDeadline() {
        partOfAHead = false;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void headIsLate(ChannelHandlerContext context) {
        if (partOfAHead) {
            refuse(context, GatewayProblem.REQUEST_TIMEOUT, null);
        } else {
            context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }
}

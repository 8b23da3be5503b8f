package fr.cned.partenariats.partner.integration.webhook;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Drops the interim answers of a connection, such as 102: Vert.x takes most of them for the final answer. 101 stays,
 * because nothing in HTTP follows it.
 */
final class InterimAnswers extends ChannelInboundHandlerAdapter {

    /** The name that Vert.x gives to its own handler of the connection. */
    private static final String VERTX = "handler";

    private boolean dropping;

    static void ignore(ConnectionBase connection) {
        connection.channel().pipeline().addBefore(VERTX, "interim-answers", new InterimAnswers());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            dropping = response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        }
        if (!dropping) {
            context.fireChannelRead(message);
            return;
        }
        dropping = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }
}

package fr.cned.partenariats.commons.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * Receives spans by OTLP over HTTP with protobuf, as a collector does. It reads the fields of {@code trace.proto} that
 * tests need, and skips the others.
 */
public final class OtlpReceiver implements AutoCloseable {

    /** A span that a part has exported. The parent is empty for the first span of a trace. */
    public record ReceivedSpan(String service, String traceId, String spanId, String parentId, String name) {}

    private final HttpServer server;
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();

    public OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/v1/traces", this::handle);
        server.start();
    }

    /** For {@code quarkus.otel.exporter.otlp.endpoint}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<ReceivedSpan> spans(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        fields(request, (number, resourceSpans) -> readResource(resourceSpans));
        exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** {@code ResourceSpans}: resource = 1, scope_spans = 2. */
    private void readResource(byte[] resourceSpans) {
        List<String> service = new ArrayList<>();
        fields(resourceSpans, (number, value) -> {
            if (number == 1) {
                fields(value, (attribute, pair) -> service.addAll(serviceName(pair)));
            }
        });
        fields(resourceSpans, (number, scopeSpans) -> {
            if (number == 2) {
                fields(scopeSpans, (inScope, span) -> {
                    if (inScope == 2) {
                        spans.add(span(String.join("", service), span));
                    }
                });
            }
        });
    }

    /** {@code KeyValue}: key = 1, value = 2, whose text is 1. */
    private static List<String> serviceName(byte[] pair) {
        List<String> texts = new ArrayList<>();
        fields(pair, (number, value) -> {
            if (number == 1) {
                texts.add(new String(value, UTF_8));
            } else {
                fields(value, (kind, text) -> texts.add(new String(text, UTF_8)));
            }
        });
        return texts.size() == 2 && texts.get(0).equals("service.name") ? texts.subList(1, 2) : List.of();
    }

    /** {@code Span}: trace_id = 1, span_id = 2, parent_span_id = 4, name = 5. */
    private static ReceivedSpan span(String service, byte[] span) {
        String[] known = {"", "", "", "", "", ""};
        fields(span, (number, value) -> {
            if (number < known.length) {
                known[number] =
                        number == 5 ? new String(value, UTF_8) : HexFormat.of().formatHex(value);
            }
        });
        return new ReceivedSpan(service, known[1], known[2], known[4], known[5]);
    }

    /** Reads the fields of a message whose values are messages, texts or bytes. */
    private static void fields(byte[] message, BiConsumer<Integer, byte[]> handler) {
        Wire wire = new Wire(message);
        while (wire.hasMore()) {
            int tag = (int) wire.varint();
            switch (tag & 7) {
                case 0 -> wire.varint();
                case 1 -> wire.bytes(Long.BYTES);
                case 5 -> wire.bytes(Integer.BYTES);
                case 2 -> handler.accept(tag >>> 3, wire.bytes((int) wire.varint()));
                default -> throw new IllegalArgumentException("wire type " + (tag & 7));
            }
        }
    }

    /** A position in the wire format of protobuf. */
    private static final class Wire {

        private final byte[] message;
        private int position;

        Wire(byte[] message) {
            this.message = message;
        }

        boolean hasMore() {
            return position < message.length;
        }

        long varint() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = message[position++];
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        byte[] bytes(int length) {
            position += length;
            return Arrays.copyOfRange(message, position - length, position);
        }
    }
}

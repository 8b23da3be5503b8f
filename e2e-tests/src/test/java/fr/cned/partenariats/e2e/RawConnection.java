package fr.cned.partenariats.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import fr.cned.partenariats.e2e.ApiClient.Response;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * A TCP connection that sends the exact bytes of a test. It comes from a separate address, so that limits per address do
 * not affect the other clients.
 */
final class RawConnection implements AutoCloseable {

    /** On Linux every address of 127.0.0.0/8 is a loopback address. */
    private static final byte[] ATTACKER = {127, 0, 0, 66};

    private static final byte[] FAULTY = {127, 0, 0, 67};

    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final URI target;

    private RawConnection(URI target, byte[] source) throws IOException {
        this.target = target;
        this.socket =
                new Socket(InetAddress.getLoopbackAddress(), target.getPort(), InetAddress.getByAddress(source), 0);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static RawConnection attacking(URI target) throws IOException {
        return new RawConnection(target, ATTACKER);
    }

    /** A client with faults. {@link AttackIT} uses up the limits of another address. */
    static RawConnection faulty(URI target) throws IOException {
        return new RawConnection(target, FAULTY);
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(UTF_8));
    }

    RawConnection send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** Sends a request head with a Host header. Each of the additional headers must end in CR LF. */
    RawConnection head(String requestLine, String fields) throws IOException {
        return send(requestLine + " HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\n" + fields + "\r\n");
    }

    /** Sends a request with a JSON body and reads the response. */
    Response post(String path, String token, String body, String fields) throws IOException {
        return post(path, token, "application/json", body, fields);
    }

    Response post(String path, String token, String type, String body, String fields) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        head(
                "POST " + path,
                "Authorization: Bearer " + token + "\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length
                        + "\r\n" + fields);
        try {
            send(bytes);
        } catch (IOException refusedEarly) {
            // the server may respond and close before it has read the whole body
        }
        return readResponse(false);
    }

    Response get(String path, String fields) throws IOException {
        return head("GET " + path, fields).readResponse(false);
    }

    /**
     * Reads the next response. Its status is 0 if the connection ends without a response.
     *
     * @param toHead whether the request was HEAD, so that the response has no body
     */
    Response readResponse(boolean toHead) throws IOException {
        String statusLine = line();
        if (!statusLine.startsWith("HTTP/1.")) {
            return new Response(0, "", Map.of(), "");
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            headers.put(field.substring(0, colon), field.substring(colon + 1).strip());
        }
        boolean empty = toHead || status == 204 || status == 304 || status < 200;
        String text = empty ? "" : new String(body(headers), UTF_8);
        return new Response(status, headers.getOrDefault("Content-Type", "").replaceFirst(";.*", ""), headers, text);
    }

    /** Whether the server sends no further bytes, so that the last response had no body. */
    boolean isSilent() throws IOException {
        socket.setSoTimeout(300);
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException nothing) {
            return true;
        } finally {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        }
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("Transfer-Encoding", "").contains("chunked")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.writeBytes(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        String length = headers.get("Content-Length");
        return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

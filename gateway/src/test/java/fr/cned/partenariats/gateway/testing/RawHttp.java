package fr.cned.partenariats.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Sends the exact bytes of a test over a TCP connection, including malformed HTTP. */
public final class RawHttp implements AutoCloseable {

    private static final int READ_TIMEOUT_MILLIS = 60_000;

    private final Socket socket;

    public RawHttp(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** Connects from a loopback address of the test, so that limits per address do not affect other tests. */
    public RawHttp(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    }

    public RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawHttp send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    public boolean hasAnswer() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** Reads until the text, the end of the connection or the timeout. */
    public String readUntil(String end) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                received.write(b);
                if (received.toString(StandardCharsets.UTF_8).endsWith(end)) {
                    break;
                }
            }
        } catch (SocketTimeoutException | SocketException ended) {
            received.write('\n');
        }
        return received.toString(StandardCharsets.UTF_8);
    }

    /** Whether the gateway closes the connection before the read timeout. */
    public boolean isClosed() throws IOException {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // discard the remaining bytes
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

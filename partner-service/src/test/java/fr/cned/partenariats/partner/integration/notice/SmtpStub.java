package fr.cned.partenariats.partner.integration.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that can be killed in a dialogue, and that can take a mail without an answer. */
final class SmtpStub implements AutoCloseable {

    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<String> messageIds = new CopyOnWriteArrayList<>();
    private final String answer;

    /** @param answer to a mail; empty: the connection ends without one */
    SmtpStub(int port, String answer) throws IOException {
        this.answer = answer;
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** The {@code Message-ID} of each mail that was taken, in their order. */
    List<String> messageIds() {
        return List.copyOf(messageIds);
    }

    @Override
    public void close() {
        kill();
    }

    /** Ends all dialogues at once. */
    void kill() {
        try {
            listener.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "smtp-stub");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                connections.add(connection);
                start(() -> talk(connection));
            }
        } catch (IOException closed) {
            // the end of the server
        }
    }

    private void talk(Socket connection) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
                OutputStream out = connection.getOutputStream()) {
            say(out, "220 stub");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.toUpperCase(Locale.ROOT);
                if (command.equals("DATA")) {
                    say(out, "354 go on");
                    if (!take(in, out)) {
                        return;
                    }
                } else if (command.equals("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "250 stub");
                }
            }
        } catch (IOException killed) {
            // the end of the dialogue
        }
    }

    private boolean take(BufferedReader in, OutputStream out) throws IOException {
        String messageId = "";
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("message-id:")) {
                messageId = line.substring("message-id:".length()).strip();
            }
            line = in.readLine();
        }
        if (line == null) {
            return false;
        }
        if (!answer.startsWith("4") && !answer.startsWith("5")) {
            messageIds.add(messageId);
        }
        if (answer.isEmpty()) {
            return false;
        }
        say(out, answer);
        return true;
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(UTF_8));
        out.flush();
    }
}

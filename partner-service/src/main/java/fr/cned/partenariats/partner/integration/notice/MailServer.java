package fr.cned.partenariats.partner.integration.notice;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives mails to the SMTP server or, for a demonstration, writes them into a folder. */
@ApplicationScoped
class MailServer {

    private static final Logger LOG = Logger.getLogger(MailServer.class);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int CONNECT_MILLIS = 3_000;
    private static final String MESSAGE_ID = "Message-ID";

    /** Mails are added at the end, and shown from the end. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="fr">
            <meta charset="utf-8">
            <title>Courriels</title>
            <style>ul { display: flex; flex-direction: column-reverse }</style>
            <h1>Courriels</h1>
            <ul>
            """;

    /** Of each positive reply, and so of the greeting (RFC 5321, 4.2.1). */
    private static final char POSITIVE = '2';

    private final ReactiveMailer mailer;
    private final Vertx vertx;
    private final Optional<String> folder;
    private final String from;
    private final boolean on;
    private final String host;
    private final int port;
    private final boolean tls;

    MailServer(
            ReactiveMailer mailer,
            Vertx vertx,
            @ConfigProperty(name = "partner.notices.workspace") Optional<String> workspace,
            @ConfigProperty(name = "partner.notices.from") Optional<String> from,
            @ConfigProperty(name = "partner.notices.folder") Optional<String> folder,
            @ConfigProperty(name = "quarkus.mailer.host") String host,
            @ConfigProperty(name = "quarkus.mailer.port") int port,
            @ConfigProperty(name = "quarkus.mailer.tls") boolean tls) {
        this.mailer = mailer;
        this.vertx = vertx;
        this.folder = folder;
        this.from = from.orElse("no-reply@localhost");
        this.on = workspace.isPresent() && (from.isPresent() || folder.isPresent());
        this.host = host;
        this.port = port;
        this.tls = tls;
    }

    enum Answer {
        TAKEN,
        REFUSED,
        /** The mail was not sent: nobody listens. */
        AWAY,
        /** The server may have taken the mail. */
        NONE
    }

    void start(@Observes StartupEvent event) {
        if (!on) {
            LOG.info("notices are off: set PARTNER_NOTICES_FROM, PARTNER_NOTICES_WORKSPACE and QUARKUS_MAILER_HOST");
        }
    }

    boolean isOn() {
        return on;
    }

    /** Whether the server greets. One that hangs, or a proxy without a server, takes no mail, so none is in doubt. */
    boolean greets() {
        if (folder.isPresent()) {
            return true;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            return tls || socket.getInputStream().read() == POSITIVE;
        } catch (IOException e) {
            LOG.debugf("the mail server is away: %s", e);
            return false;
        }
    }

    /** The log has the code of a refusal only: its text can quote the address. */
    Answer send(UUID digest, String to, Mail mail) {
        String messageId = '<' + digest.toString() + '@' + from.replaceAll("(?s).*@|>.*", "") + '>';
        mail.setFrom(from).addTo(to).addHeader(MESSAGE_ID, messageId).addHeader("Auto-Submitted", "auto-generated");
        if (folder.isPresent()) {
            return store(Path.of(folder.get()), digest, messageId, mail);
        }
        try {
            mailer.send(mail).runSubscriptionOn(this::onAnEventLoop).await().atMost(ANSWER);
            return Answer.TAKEN;
        } catch (IllegalArgumentException invalidAddress) {
            LOG.warnf("mail %s: the address is not valid", digest);
            return Answer.REFUSED;
        } catch (RuntimeException failure) {
            return answer(digest, failure);
        }
    }

    /** From another thread, the client loses the greeting of a fast server, and waits for it. */
    private void onAnEventLoop(Runnable task) {
        vertx.getOrCreateContext().runOnContext(ignored -> task.run());
    }

    private static Answer answer(UUID digest, RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SMTPException refusal) {
                LOG.warnf("mail %s: the server refuses it with %d", digest, refusal.getReplyCode());
                return Answer.REFUSED;
            }
            if (cause instanceof ConnectException) {
                return Answer.AWAY;
            }
        }
        LOG.warnf(
                "mail %s: no answer of the server (%s)",
                digest, failure.getClass().getSimpleName());
        return Answer.NONE;
    }

    private static Answer store(Path folder, UUID digest, String messageId, Mail mail) {
        MailMessage message = new MailMessage()
                .setFrom(mail.getFrom())
                .setTo(mail.getTo())
                .setSubject(mail.getSubject())
                .setText(mail.getText())
                .setHtml(mail.getHtml())
                .addHeader(MESSAGE_ID, messageId);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(digest + ".eml"), new MailEncoder(message, "localhost").encode());
            show(folder, digest, mail);
            return Answer.TAKEN;
        } catch (IOException e) {
            LOG.warnf("mail %s cannot be written to %s: %s", digest, folder, e);
            return Answer.AWAY;
        }
    }

    /** A browser shows no .eml: the page of the folder lists the mails. A mail that is sent again is listed once. */
    private static void show(Path folder, UUID digest, Mail mail) throws IOException {
        Path html = folder.resolve(digest + ".html");
        if (!Files.exists(html)) {
            Path page = folder.resolve("index.html");
            String entry = "<li><a href=\"%s.html\">%s</a> → %s</li>\n"
                    .formatted(digest, escaped(mail.getSubject()), escaped(String.join(", ", mail.getTo())));
            Files.writeString(
                    page,
                    Files.exists(page) ? entry : PAGE + entry,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        Files.writeString(html, mail.getHtml());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}

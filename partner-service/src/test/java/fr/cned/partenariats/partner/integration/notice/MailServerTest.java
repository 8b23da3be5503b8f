package fr.cned.partenariats.partner.integration.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.mailer.Mail;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailServerTest {

    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<String> WORKSPACE = Optional.of("https://partenariats.example/app/");
    private static final Optional<String> SENDER = Optional.of("Cned <avis@cned.example>");

    @TempDir
    Path directory;

    private static MailServer server(Optional<String> workspace, Optional<String> from, Optional<String> folder) {
        return new MailServer(null, null, workspace, from, folder, "127.0.0.1", 1, false);
    }

    @Test
    void noticesAreOffWithoutASenderOrAFolderAndTheAddressOfTheWorkspace() {
        assertThat(server(WORKSPACE, NONE, NONE).isOn()).isFalse();
        assertThat(server(NONE, SENDER, NONE).isOn()).isFalse();
        assertThat(server(WORKSPACE, SENDER, NONE).isOn()).isTrue();
        assertThat(server(WORKSPACE, NONE, Optional.of("mails")).isOn()).isTrue();
    }

    @Test
    void aServerThatIsAwayDoesNotGreet() {
        assertThat(server(WORKSPACE, SENDER, NONE).greets()).isFalse();
    }

    @Test
    void aMailInTheFolderIsAFileThatMailProgramsRead() throws Exception {
        Path folder = directory.resolve("mails");
        MailServer server = server(WORKSPACE, NONE, Optional.of(folder.toString()));
        UUID digest = UUID.randomUUID();
        assertThat(server.greets()).isTrue();

        MailServer.Answer answer = server.send(
                digest,
                "anne@campus.example",
                new Mail()
                        .setSubject("Été\u00a0: à lire")
                        .setText("Le texte, à part")
                        .setHtml("<p>La même chose</p>"));

        assertThat(answer).isEqualTo(MailServer.Answer.TAKEN);
        try (InputStream file = Files.newInputStream(folder.resolve(digest + ".eml"))) {
            MimeMessage mail = new MimeMessage(null, file);
            assertThat(mail.getMessageID()).isEqualTo("<" + digest + "@localhost>");
            assertThat(mail.getSubject()).isEqualTo("Été\u00a0: à lire");
            assertThat(mail.getAllRecipients()[0]).hasToString("anne@campus.example");
            MimeMultipart parts = (MimeMultipart) mail.getContent();
            assertThat(parts.getBodyPart(0).getContent().toString()).contains("Le texte, à part");
            assertThat(parts.getBodyPart(1).getContent().toString()).contains("<p>La même chose</p>");
        }
    }

    private void send(MailServer server, UUID digest, String subject) {
        server.send(
                digest, "anne@campus.example", new Mail().setSubject(subject).setHtml("<p>" + subject + "</p>"));
    }

    private String page() throws IOException {
        return Files.readString(directory.resolve("index.html"));
    }

    @Test
    void thePageOfTheFolderListsTheMailsTheNewestFirst() throws IOException {
        MailServer server = server(WORKSPACE, NONE, Optional.of(directory.toString()));
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        send(server, first, "Le <premier>");
        send(server, second, "Le second");
        send(server, first, "Le <premier>");

        assertThat(page())
                .containsSubsequence(
                        "column-reverse",
                        "<ul>",
                        first + ".html\">Le &lt;premier></a> → anne@campus.example",
                        second + ".html\">Le second</a> → anne@campus.example")
                .containsOnlyOnce(first.toString());
        assertThat(Files.readString(directory.resolve(second + ".html"))).isEqualTo("<p>Le second</p>");
    }

    /** A page that is written anew for each mail loses entries, and costs more with each mail. */
    @Test
    void aMailIsAddedToThePageAlsoWhileOthersAre() throws IOException {
        MailServer server = server(WORKSPACE, NONE, Optional.of(directory.toString()));
        send(server, UUID.randomUUID(), "Le premier");
        String before = page();
        List<UUID> mails = Stream.generate(UUID::randomUUID).limit(200).toList();

        mails.parallelStream().forEach(mail -> send(server, mail, "Un autre"));

        assertThat(page())
                .startsWith(before)
                .contains(mails.stream().map(UUID::toString).toList());
    }
}

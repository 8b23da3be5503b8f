package fr.cned.partenariats.partner.integration.notice;

import static java.util.Map.entry;

import com.ibm.icu.text.MessageFormat;
import fr.cned.partenariats.partner.integration.notice.NoticeDigests.Claimed;
import fr.cned.partenariats.partner.integration.notice.NoticeDigests.Item;
import io.quarkus.mailer.Mail;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Writes mails that say how many objects of which kind need a look, and where they are. They name no object. */
@ApplicationScoped
class LetterWriter {

    private final Template text;
    private final Template html;
    private final String workspace;

    LetterWriter(
            @Location("notices/digest.txt") Template text,
            @Location("notices/digest.html") Template html,
            @ConfigProperty(name = "partner.notices.workspace") Optional<String> workspace) {
        this.text = text;
        this.html = html;
        this.workspace = workspace.orElse("");
    }

    /** Without sender and recipient. */
    Mail write(Claimed digest, @Nullable String firstName, List<Item> items) {
        Locale language = Locale.forLanguageTag(digest.language().toLowerCase(Locale.ROOT));
        ResourceBundle texts = bundle(language.equals(Locale.FRENCH) ? "texts_fr" : "texts");
        long objects = items.stream().mapToLong(Item::objects).sum();
        String subject = format(texts, language, digest.urgent() ? "subject.urgent" : "subject.daily", objects);
        String greeting = firstName == null
                ? format(texts, language, "greeting")
                : format(texts, language, "greeting.name", firstName);
        List<Map<String, String>> lines = items.stream()
                .map(item -> Map.of(
                        "text",
                        format(texts, language, item.kind(), item.objects()),
                        "link",
                        workspace + page(item.kind(), digest.ofOffice())))
                .toList();
        Map<String, Object> values = Map.ofEntries(
                entry("language", language.getLanguage()),
                entry("subject", subject),
                entry("greeting", greeting),
                entry("lines", lines),
                entry("open", format(texts, language, "open")),
                entry("reason", format(texts, language, "reason")),
                entry("settings", workspace + "#/notices"),
                entry("choose", format(texts, language, "choose")));
        return new Mail()
                .setSubject(subject)
                .setText(text.data(values).render())
                .setHtml(html.data(values).render());
    }

    private static String page(String kind, boolean ofOffice) {
        ResourceBundle pages = bundle("pages");
        String office = kind + ".office";
        return pages.getString(ofOffice && pages.containsKey(office) ? office : kind);
    }

    private static ResourceBundle bundle(String name) {
        return ResourceBundle.getBundle("notices." + name, Locale.ROOT, LetterWriter.class.getClassLoader());
    }

    private static String format(ResourceBundle texts, Locale language, String key, Object... values) {
        return new MessageFormat(texts.getString(key), language).format(values);
    }
}

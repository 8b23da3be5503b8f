package fr.cned.partenariats.partner.integration.notice;

import com.ibm.icu.text.MessageFormat;
import fr.cned.partenariats.partner.integration.notice.NoticeDigests.Claimed;
import fr.cned.partenariats.partner.integration.notice.NoticeDigests.Item;
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

    Letter write(Claimed digest, @Nullable String firstName, List<Item> items) {
        Locale language = Locale.forLanguageTag(digest.language().toLowerCase(Locale.ROOT));
        ResourceBundle texts = ResourceBundle.getBundle(
                language.equals(Locale.FRENCH) ? "notices.texts_fr" : "notices.texts",
                Locale.ROOT,
                LetterWriter.class.getClassLoader());
        long objects = items.stream().mapToLong(Item::objects).sum();
        String subject = format(texts, language, digest.urgent() ? "subject.urgent" : "subject.daily", objects);
        Map<String, Object> values = Map.of(
                "language",
                language.getLanguage(),
                "subject",
                subject,
                "greeting",
                firstName == null
                        ? format(texts, language, "greeting")
                        : format(texts, language, "greeting.name", firstName),
                "lines",
                items.stream()
                        .map(item -> Map.of(
                                "text",
                                format(texts, language, item.kind(), item.objects()),
                                "link",
                                workspace + page(texts, item.kind(), digest.ofOffice())))
                        .toList(),
                "open",
                format(texts, language, "open"),
                "reason",
                format(texts, language, "reason"),
                "settings",
                workspace + "#/notices",
                "choose",
                format(texts, language, "choose"));
        return new Letter(subject, text.data(values).render(), html.data(values).render());
    }

    /** The page of the workspace; an office has another one for some kinds. */
    private static String page(ResourceBundle texts, String kind, boolean ofOffice) {
        String office = kind + ".office.page";
        return texts.getString(ofOffice && texts.containsKey(office) ? office : kind + ".page");
    }

    private static String format(ResourceBundle texts, Locale language, String key, Object... values) {
        return new MessageFormat(texts.getString(key), language).format(values);
    }
}

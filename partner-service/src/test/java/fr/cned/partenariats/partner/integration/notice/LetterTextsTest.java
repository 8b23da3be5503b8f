package fr.cned.partenariats.partner.integration.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.MessageFormat;
import fr.cned.partenariats.commons.testing.FrenchRules;
import fr.cned.partenariats.partner.integration.people.NoticeKind;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class LetterTextsTest {

    private static final ResourceBundle ENGLISH = ResourceBundle.getBundle("notices.texts", Locale.ROOT);
    private static final ResourceBundle FRENCH = ResourceBundle.getBundle("notices.texts_fr", Locale.ROOT);
    private static final ResourceBundle PAGES = ResourceBundle.getBundle("notices.pages", Locale.ROOT);

    @Test
    void everyKindHasATextAndAPageInBothLanguages() {
        assertThat(FRENCH.keySet()).isEqualTo(ENGLISH.keySet());
        for (NoticeKind kind : NoticeKind.values()) {
            assertThat(PAGES.getString(kind.name())).startsWith("#/");
            assertThat(written(ENGLISH, Locale.ENGLISH, kind, 1))
                    .endsWith(".")
                    .isNotEqualTo(written(ENGLISH, Locale.ENGLISH, kind, 2));
            assertThat(written(FRENCH, Locale.FRENCH, kind, 2)).contains("2").endsWith(".");
        }
    }

    private static String written(ResourceBundle texts, Locale language, NoticeKind kind, int objects) {
        return new MessageFormat(texts.getString(kind.name()), language).format(new Object[] {objects});
    }

    @Test
    void theFrenchIsThatOfALetter() {
        assertThat(FRENCH.keySet())
                .allSatisfy(key ->
                        assertThat(FrenchRules.faults(FRENCH.getString(key))).isEmpty());
    }

    @Test
    void anOfficeIsToldOfItsKindsOnly() {
        assertThat(NoticeKind.HOLD_ENDS.office()).isEqualTo("enrollment-officer");
        assertThat(NoticeKind.CONTRACT_BROKEN.office()).isEqualTo("enrollment-officer");
        assertThat(NoticeKind.AGREEMENT_ENDS.office()).isEqualTo("partnership-officer");
        assertThat(NoticeKind.PROMOTION.office()).isNull();
    }
}

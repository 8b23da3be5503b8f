package fr.cned.partenariats.enrollment.registration.importjob.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectedTextTest {

    private static final Charset WINDOWS_1252 = DetectedText.WINDOWS_1252;

    private static String read(byte[] bytes, Charset named) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Reader reader = DetectedText.of(new ByteArrayInputStream(bytes), named)) {
            int c;
            while ((c = reader.read()) >= 0) {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "nom;prénoms", "Zoé", "Œuvre €uro", "é", "plain ASCII only\r\n", "日本 𝔘"})
    void utf8IsDetected(String text) throws IOException {
        assertThat(read(text.getBytes(UTF_8), null)).isEqualTo(text);
        assertThat(read(("\uFEFF" + text).getBytes(UTF_8), null)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nom;prénoms", "Zoé Œuvré", "é", "éa", "prix: 12 €", "Noël à Pâques"})
    void windows1252IsDetected(String text) throws IOException {
        assertThat(read(text.getBytes(WINDOWS_1252), null)).isEqualTo(text);
        assertThat(read(text.getBytes(WINDOWS_1252), WINDOWS_1252)).isEqualTo(text);
    }

    /** Also when the first special character is far behind the start, at the end of a buffer. */
    @Test
    void theFirstSpecialCharacterDecidesWhereverItIs() throws IOException {
        for (int length : new int[] {8190, 8191, 8192, 8193, 20_000}) {
            String text = "x".repeat(length) + "éà€";
            assertThat(read(text.getBytes(UTF_8), null)).isEqualTo(text);
            assertThat(read(text.getBytes(WINDOWS_1252), null)).isEqualTo(text);
        }
    }

    @Test
    void aNamedEncodingIsNotDetected() throws IOException {
        assertThat(read("Ã©".getBytes(WINDOWS_1252), WINDOWS_1252)).isEqualTo("Ã©");
        assertThat(read("Zo\u00e9".getBytes(WINDOWS_1252), UTF_8)).isEqualTo("Zo\uFFFD");
    }

    @Test
    void aBrokenCharacterOfUtf8BecomesTheReplacementCharacter() throws IOException {
        byte[] broken = "é-é".getBytes(UTF_8);
        broken[3] = (byte) 0xFF;
        assertThat(read(broken, null)).startsWith("é-\uFFFD");
    }

    @Test
    void bytesThatArriveOneByOneAreReadAlike() throws IOException {
        byte[] bytes = "aéb€".getBytes(UTF_8);
        InputStream slow = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }
        };
        StringBuilder text = new StringBuilder();
        try (Reader reader = DetectedText.of(slow, null)) {
            int c;
            while ((c = reader.read()) >= 0) {
                text.append((char) c);
            }
        }
        assertThat(text).hasToString("aéb€");
    }
}

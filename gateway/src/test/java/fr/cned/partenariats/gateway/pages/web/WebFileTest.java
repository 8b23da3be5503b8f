package fr.cned.partenariats.gateway.pages.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WebFileTest {

    @Test
    void theTagDependsOnTheContentOnly() {
        WebFile first = WebFile.of("a.js", "one".getBytes(UTF_8));
        assertThat(WebFile.of("b.css", "one".getBytes(UTF_8)).tag()).isEqualTo(first.tag());
        assertThat(WebFile.of("a.js", "two".getBytes(UTF_8)).tag()).isNotEqualTo(first.tag());
    }

    @Test
    void aFileThatGzipMakesLongerHasNoCompressedForm() {
        assertThat(WebFile.of("a.js", "x".getBytes(UTF_8)).gzip()).isNull();
        assertThat(WebFile.of("a.js", "x".repeat(1_000).getBytes(UTF_8)).gzip()).isNotNull();
    }

    /** A file that browsers would not understand fails the start, and so the build. */
    @Test
    void aFileOfAnUnknownTypeIsRefused() {
        assertThatThrownBy(() -> WebFile.of("a.exe", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.exe");
    }
}

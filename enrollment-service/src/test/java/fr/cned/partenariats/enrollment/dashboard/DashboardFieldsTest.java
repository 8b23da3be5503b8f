package fr.cned.partenariats.enrollment.dashboard;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DashboardFieldsTest {

    private static final Pattern SENT = Pattern.compile("'([a-z]+_[a-z_]+)',");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([a-z]+_[a-z_]+)`");

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(name -> name.group(1)).collect(toCollection(TreeSet::new));
    }

    /** docs/standards.md names exactly the fields that are sent. */
    @Test
    void theDocumentationHasEveryFieldAndNoOther() throws IOException {
        String page = Files.readString(Path.of("../docs/standards.md"));
        String section = page.substring(page.indexOf("## Dashboard of apprenticeship"));
        Set<String> documented = new TreeSet<>();
        ROW.matcher(section).results().forEach(row -> documented.addAll(names(NAME, row.group(1))));
        assertThat(documented).hasSizeGreaterThan(20).isEqualTo(names(SENT, DashboardRecords.DOSSIERS));
    }
}

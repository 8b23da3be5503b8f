package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The students of a partner as its learning platform reads them, through the gateway. */
class OneRosterIT {

    private static final String PATH = "/v1/exports/oneroster";
    private static final int OK = 200;

    @Test
    void aPartnerReadsACompletePackageAndThenWhatChanged() {
        Fixture fixture = Fixture.with(2, 2);
        String kept = fixture.enroll().id();
        String ended = fixture.enroll().id();
        String ofAnotherPartner = Fixture.with(1, 1).enroll().id();

        HttpResponse<byte[]> complete = read(fixture, PATH);
        Map<String, String> files = unzipped(complete.body());
        assertThat(files.get("manifest.csv")).contains("\r\nfile.enrollments,bulk\r\n", "\r\nfile.results,absent\r\n");
        assertThat(files.get("classes.csv")).contains("\r\n" + fixture.offering() + ",,,");
        assertThat(files.get("enrollments.csv"))
                .contains("\r\n" + kept + ",,,", "\r\n" + ended + ",,,")
                .doesNotContain(ofAnotherPartner);

        Platform.http()
                .postSuccessfully(
                        fixture.token(), "/v1/enrollments/" + ended + "/cancellation", "{\"reason\":\"Renonce\"}");
        String cursor = complete.headers().firstValue("Next-Cursor").orElseThrow();
        Map<String, String> changes =
                unzipped(read(fixture, PATH + "?cursor=" + cursor).body());
        assertThat(changes.get("manifest.csv")).contains("\r\nfile.enrollments,delta\r\n");
        assertThat(changes.get("enrollments.csv"))
                .contains("\r\n" + ended + ",tobedeleted,")
                .doesNotContain(ofAnotherPartner);
        assertThat(unzipped(read(fixture, PATH).body()).get("enrollments.csv"))
                .contains("\r\n" + kept + ",,,")
                .doesNotContain(ended);
    }

    private static HttpResponse<byte[]> read(Fixture fixture, String path) {
        HttpResponse<byte[]> answer = Platform.http().download(path, ApiClient.headers(fixture.token()));
        assertThat(answer.statusCode()).isEqualTo(OK);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/zip");
        return answer;
    }

    /** By name. */
    private static Map<String, String> unzipped(byte[] body) {
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(body))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}

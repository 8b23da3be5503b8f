package fr.cned.partenariats.gateway.edge.compression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "x-gzip",
                "br, gzip",
                "gzip;q=0.5",
                "deflate, gzip;q=1.0, *;q=0.5",
                "*",
                "identity;q=0.5, gzip",
                "br;q=1,gzip; q=0.2"
            })
    void acceptsGzip(String header) {
        assertThat(AcceptEncoding.acceptsGzip(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "br",
                "identity",
                "gzip;q=0",
                "gzip;q=0.000",
                "*;q=0",
                "*, gzip;q=0",
                "identity, gzip;q=0.5",
                "gzip;q=x",
                "gzip;q=-1",
                "gzipped"
            })
    void doesNotAcceptGzip(String header) {
        assertThat(AcceptEncoding.acceptsGzip(header)).isFalse();
    }

    @Test
    void absentHeaderDoesNotAcceptGzip() {
        assertThat(AcceptEncoding.acceptsGzip(null)).isFalse();
    }
}

package fr.cned.partenariats.gateway.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/v1/partners", "/v1/partners/", "/v1/caf%C3%A9", "/a.b/..c/...", "/~x/a:b@c!$&'()*+,="})
    void unambiguousPathIsAccepted(String path) {
        assertThat(RequestTarget.isUnambiguousPath(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "v1", "//", "/a//b", "/.", "/..", "/a/./b", "/a/../b", "/a/..", "/%2e", "/%2F", "/%5C", "/%25",
                "/%3b", "/%00", "/%1f", "/%7f", "/%", "/%4", "/%g0", "/a;b", "/a b", "/a\\b", "/é", "/a#b", "/a?b",
                "/[a]", "/\"", "/<", "/^", "/`"
            })
    void ambiguousPathIsRejected(String path) {
        assertThat(RequestTarget.isUnambiguousPath(path)).isFalse();
    }
}

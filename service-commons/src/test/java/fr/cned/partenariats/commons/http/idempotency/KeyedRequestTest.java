package fr.cned.partenariats.commons.http.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An erasure finds a stored answer by the ids in its request and body. */
class KeyedRequestTest {

    private static final String ID = "0190a000-0000-7000-8000-000000000001";
    private static final String OTHER = "0190a000-0000-7000-8000-000000000002";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"" + ID + "\"",
                "{\"id\":\"" + ID + "\"}",
                "{\"studentId\":\"" + ID + "\",\"reference\":\"A\"}",
                "[{\"offeringId\":\"" + ID + "\"}]"
            })
    void namesAnIdAloneOrInAFieldOfAnId(String parameter) {
        assertThat(idsIn(parameter)).containsExactly(UUID.fromString(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "{\"note\":\"" + ID + "\"}",
                "{\"d\":\"" + ID + "\"}",
                "{\"rapid\":\"" + ID + "0\"}",
                "{\"id\":\"0190a000-0000-7000-8000-00000000000G\"}",
                "{\"id\":\"" + ID,
                "[\"" + ID + "\"]"
            })
    void namesNoOtherText(String parameter) {
        assertThat(idsIn(parameter)).isEmpty();
    }

    @Test
    void namesAllIdsOfRequestAndBody() {
        String two = "{\"studentId\":\"" + ID + "\",\"offeringId\":\"" + OTHER + "\"}";

        assertThat(idsIn(two)).containsExactlyInAnyOrder(UUID.fromString(ID), UUID.fromString(OTHER));
        assertThat(request("\"" + ID + "\"").idsNamedWith(("{\"id\":\"" + OTHER + "\"}").getBytes(UTF_8)))
                .containsExactlyInAnyOrder(UUID.fromString(ID), UUID.fromString(OTHER));
    }

    private static Set<UUID> idsIn(String parameter) {
        return request(parameter).namedIds();
    }

    private static KeyedRequest request(String parameter) {
        return KeyedRequest.of(
                new KeyOwner("client", "subject", "-"), "key", "/v1/things", List.of(parameter.getBytes(UTF_8)));
    }
}

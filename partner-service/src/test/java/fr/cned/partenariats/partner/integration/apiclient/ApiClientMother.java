package fr.cned.partenariats.partner.integration.apiclient;

import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Creates clients for tests. */
public final class ApiClientMother {

    static final String PATH = "/v1/api-clients/";

    private ApiClientMother() {}

    static Map<String, Object> request(UUID partner, String... scopes) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("partnerId", partner.toString());
        request.put("name", "Progiciel (test)");
        request.put("scopes", List.of(scopes));
        return request;
    }

    static JsonPath created(UUID partner, String... scopes) {
        return created(officer(), request(partner, scopes));
    }

    static JsonPath created(RequestSpecification caller, Map<String, Object> request) {
        return caller.body(request)
                .post("/v1/api-clients")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    /** The id of a new client with a secret. */
    public static UUID apiClient(UUID partner) {
        return UUID.fromString(created(partner, "enrollments:read").getString("id"));
    }

    /** The id of a new client with a public key. */
    public static UUID apiClientWithKey(UUID partner) {
        Map<String, Object> request = request(partner, "enrollments:read");
        request.put("publicKeys", List.of(rsa("first", 2048)));
        return UUID.fromString(created(officer(), request).getString("id"));
    }

    static ValidatableResponse rotated(String id, Object... fields) {
        Map<String, Object> request = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            request.put(fields[i].toString(), fields[i + 1]);
        }
        return officer().body(request).post(PATH + id + "/secret-rotation").then();
    }

    static Map<String, Object> rsa(String kid, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            RSAPublicKey key = (RSAPublicKey) generator.generateKeyPair().getPublic();
            Map<String, Object> jwk = new LinkedHashMap<>();
            jwk.put("kid", kid);
            jwk.put("kty", "RSA");
            jwk.put("alg", "RS256");
            jwk.put("n", base64(key.getModulus()));
            jwk.put("e", base64(key.getPublicExponent()));
            return jwk;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        byte[] unsigned = new byte[bytes.length - sign];
        System.arraycopy(bytes, sign, unsigned, 0, unsigned.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}

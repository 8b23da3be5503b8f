package fr.cned.partenariats.partner.integration.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Encrypts the secrets of webhooks for the database, with AES-256-GCM. A secret is bound to its webhook: in the row of
 * another one it cannot be decrypted.
 */
@ApplicationScoped
class SecretCipher {

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param text any long random text; its hash is the key */
    SecretCipher(@ConfigProperty(name = "partner.webhooks.encryption-key") String text) {
        try {
            this.key = new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The nonce, then the encrypted secret. */
    byte[] encrypt(UUID webhookId, SigningSecret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, webhookId, nonce, secret.bytes());
        return ByteBuffer.allocate(nonce.length + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    SigningSecret decrypt(UUID webhookId, byte[] stored) {
        ByteBuffer parts = ByteBuffer.wrap(stored);
        byte[] nonce = new byte[NONCE_BYTES];
        parts.get(nonce);
        byte[] encrypted = new byte[parts.remaining()];
        parts.get(encrypted);
        return new SigningSecret(run(Cipher.DECRYPT_MODE, webhookId, nonce, encrypted));
    }

    private byte[] run(int mode, UUID webhookId, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(webhookId.toString().getBytes(UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PARTNER_WEBHOOKS_ENCRYPTION_KEY is not the key of this secret", e);
        }
    }
}

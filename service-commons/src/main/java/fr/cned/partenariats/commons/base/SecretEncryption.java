package fr.cned.partenariats.commons.base;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets for the database, with AES-256-GCM. A secret is bound to its owner: in the row of another one it
 * cannot be decrypted.
 */
public final class SecretEncryption {

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final String setting;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param text any long random text; its hash is the key
     * @param setting the variable with the text, for the message of a failure
     */
    public SecretEncryption(String text, String setting) {
        this.key = new SecretKeySpec(Sha256.digest().digest(text.getBytes(UTF_8)), "AES");
        this.setting = setting;
    }

    /** The nonce, then the encrypted secret. */
    public byte[] encrypt(UUID owner, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, owner, nonce, secret);
        return ByteBuffer.allocate(nonce.length + encrypted.length)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    /** Throws {@link IllegalStateException} when the secret was encrypted with another key or for another owner. */
    public byte[] decrypt(UUID owner, byte[] stored) {
        byte[] encrypted = Arrays.copyOfRange(stored, Math.min(NONCE_BYTES, stored.length), stored.length);
        return run(Cipher.DECRYPT_MODE, owner, Arrays.copyOf(stored, NONCE_BYTES), encrypted);
    }

    private byte[] run(int mode, UUID owner, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.toString().getBytes(UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException | ProviderException e) { // the latter for fewer bytes than a tag
            throw new IllegalStateException(setting + " is not the key of this secret", e);
        }
    }
}

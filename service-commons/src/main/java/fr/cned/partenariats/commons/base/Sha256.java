package fr.cned.partenariats.commons.base;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Every Java platform has SHA-256. */
public final class Sha256 {

    private Sha256() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

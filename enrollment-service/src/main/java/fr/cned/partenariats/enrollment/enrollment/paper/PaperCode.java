package fr.cned.partenariats.enrollment.enrollment.paper;

import fr.cned.partenariats.commons.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The code on a paper: 128 random bits. Only its hashes are stored, so the paper alone has it.
 *
 * @param digits hexadecimal
 */
record PaperCode(String digits) {

    static PaperCode random(SecureRandom source) {
        byte[] bits = new byte[16];
        source.nextBytes(bits);
        return new PaperCode(HexFormat.of().formatHex(bits));
    }

    /** @param written with or without hyphens, in small or capital letters */
    static PaperCode of(String written) {
        return new PaperCode(written.replace("-", "").toLowerCase(Locale.ROOT));
    }

    /** In groups of four digits, for people who type it. */
    String printed() {
        return digits.replaceAll("(.{4})(?=.)", "$1-");
    }

    /** Without the code, nobody finds out the facts behind their hash, also not after an erasure. */
    byte[] hashWith(String facts) {
        return Sha256.digest().digest((digits + facts).getBytes(StandardCharsets.UTF_8));
    }

    byte[] hash() {
        return hashWith("");
    }
}

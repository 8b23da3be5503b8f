package fr.cned.partenariats.commons.changelog.audit;

import fr.cned.partenariats.commons.changelog.audit.AuditArchiveFile.Content;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies archive files of the audit trail of one service without its database, and that each file continues the one
 * before it.
 */
public final class VerifyAuditArchive {

    private VerifyAuditArchive() {}

    /** @param arguments the files, in any order */
    public static void main(String[] arguments) {
        System.exit(run(Arrays.stream(arguments).map(Path::of).toList(), System.out));
    }

    /** @return 0 when all files are whole, else 1 */
    static int run(List<Path> files, PrintStream out) {
        if (files.isEmpty()) {
            out.println("Name the files of the archive.");
            return 1;
        }
        @Nullable Content before = null;
        try {
            for (Path file : files.stream()
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList()) {
                Content content = AuditArchiveFile.verify(file);
                out.printf(
                        "%s: whole, %s positions %d to %d, last hash %s, SHA-256 %s%n",
                        file.getFileName(),
                        content.header().service(),
                        content.header().firstPosition(),
                        content.lastPosition(),
                        content.lastHash(),
                        content.sha256());
                if (before != null && !content.continues(before)) {
                    out.printf("BROKEN: %s does not continue the file before it%n", file.getFileName());
                    return 1;
                }
                before = content;
            }
        } catch (NoSuchFileException e) {
            out.printf("There is no file %s%n", e.getFile());
            return 1;
        } catch (IOException e) {
            out.printf("BROKEN: %s%n", e.getMessage());
            return 1;
        }
        return 0;
    }
}

package fr.cned.partenariats.enrollment.oneroster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Validates packages with the library LongsightGroup/oneroster (MIT), which is no part of the project. Build it, and name
 * its module with {@code -Doneroster.validator=…/dist/index.js}.
 */
final class OneRosterValidator {

    private static final String MODULE = System.getProperty("oneroster.validator", "");

    private static final String SCRIPT = """
            import { readFileSync } from "node:fs";
            import { pathToFileURL } from "node:url";
            const [, module, file] = process.argv;
            const { parseAndValidateOneRosterCsvFullZip } = await import(pathToFileURL(module).href);
            const bytes = new Uint8Array(readFileSync(file));
            const result = parseAndValidateOneRosterCsvFullZip(bytes, { referenceMode: "allRows" });
            if (result._tag !== "ok") {
              console.log(JSON.stringify(result.error.slice(0, 10), null, 1));
              process.exit(1);
            }
            """;

    static {
        if (MODULE.isEmpty()) {
            System.out.println("NOT CHECKED: validity against OneRoster 1.2. Not set: -Doneroster.validator");
        }
    }

    private OneRosterValidator() {}

    /** In a delta, too, references lead to rows of the same package. */
    static void assertValid(byte[] zip) {
        if (MODULE.isEmpty()) {
            return;
        }
        try {
            Path file = Files.createTempFile("oneroster", ".zip");
            Files.write(file, zip);
            Process node = new ProcessBuilder(
                            "node",
                            "--input-type=module",
                            "-e",
                            SCRIPT,
                            Path.of(MODULE).toAbsolutePath().toString(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(node.getInputStream().readAllBytes(), UTF_8);
            assertThat(node.waitFor()).as(output).isZero();
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package fr.cned.partenariats.commons.testing.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files in {@code openapi/} from which the contract takes its texts, problem codes and examples. The files of
 * service-commons begin with {@code common-}; an entry of the service has precedence.
 */
final class ContractFiles {

    private static final String FOLDER = "openapi/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClassLoader loader;
    private final Properties fields;
    private final Properties parameters;
    private final Properties problems;
    private final Properties tags;

    ContractFiles(ClassLoader loader) {
        this.loader = loader;
        this.fields = layered("fields.properties");
        this.parameters = layered("parameters.properties");
        this.problems = read("problems.properties");
        this.tags = layered("tags.properties");
    }

    /** The text of a schema, such as {@code EnrollmentState}. */
    Optional<FieldText> schema(String name) {
        return text(fields, name);
    }

    /** The text for this field of this schema only. */
    Optional<FieldText> field(String schema, String name) {
        return text(fields, schema + '.' + name);
    }

    /** The text for all fields with this name. */
    Optional<FieldText> anyField(String name) {
        return text(fields, "*." + name);
    }

    Optional<FieldText> parameter(String operationId, String name) {
        return text(parameters, operationId + '.' + name);
    }

    Optional<FieldText> anyParameter(String name) {
        return text(parameters, "*." + name);
    }

    Optional<String> tag(String name) {
        return Optional.ofNullable(tags.getProperty(name.replace(' ', '-')));
    }

    /** The statuses for which the file lists problem codes of an operation. */
    SortedSet<String> problemStatuses(String operationId) {
        SortedSet<String> statuses = new TreeSet<>();
        for (String key : problems.stringPropertyNames()) {
            String[] parts = key.split("\\.", -1);
            if (parts[0].equals(operationId) && parts.length > 1) {
                statuses.add(parts[1]);
            }
        }
        return statuses;
    }

    /** The main codes ({@code code}) of an operation with this status. */
    Collection<String> problems(String operationId, String status) {
        return list(operationId + '.' + status);
    }

    /** The codes in {@code errors[].code} of an operation with this status. */
    Collection<String> violations(String operationId, String status) {
        return list(operationId + '.' + status + ".errors");
    }

    /** The recorded example of an operation: an object with {@code request}, {@code answer} or both. */
    @Nullable
    JsonNode example(String operationId) {
        try (InputStream file = loader.getResourceAsStream(FOLDER + "examples/" + operationId + ".json")) {
            return file == null ? null : JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(operationId, e);
        }
    }

    private Collection<String> list(String key) {
        String codes = problems.getProperty(key);
        return codes == null
                ? List.of()
                : Stream.of(codes.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<FieldText> text(Properties texts, String key) {
        return Optional.ofNullable(texts.getProperty(key)).map(FieldText::parse);
    }

    private Properties layered(String file) {
        Properties all = read("common-" + file);
        all.putAll(read(file));
        return all;
    }

    private Properties read(String file) {
        Properties read = new Properties();
        try (InputStream in = loader.getResourceAsStream(FOLDER + file)) {
            if (in != null) {
                read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        return read;
    }
}

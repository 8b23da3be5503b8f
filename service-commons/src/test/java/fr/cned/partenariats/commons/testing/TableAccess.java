package fr.cned.partenariats.commons.testing;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks which packages of a service name which tables in SQL or JPQL. The owners of a table may name it. Every other
 * package needs an entry with a reason.
 *
 * <p>Reads the string literals of {@code src/main/java}. A table counts as named behind {@code from}, {@code join},
 * {@code into}, {@code update} or {@code using}; a name with an underscore counts anywhere. The name of an entity
 * counts as its table. A name that is put together at run time is not found.
 */
public final class TableAccess {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static final Pattern CREATED = Pattern.compile(
            "^\\s*create\\s+(?:unlogged\\s+)?(?:table|view|materialized view)\\s+(?:if not exists\\s+)?(\\w+)",
            CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern DROPPED = Pattern.compile(
            "^\\s*drop\\s+(?:table|view)\\s+(?:if exists\\s+)?(\\w+)", CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final Pattern ENTITY = Pattern.compile(
            "@Entity(?:\\s*\\(\\s*name\\s*=\\s*\"(\\w+)\"\\s*\\))?\\s(?:[^;{]*?@Table\\s*\\(\\s*name\\s*=\\s*\"(\\w+)\")?"
                    + "[^;{]*?\\bclass\\s+(\\w+)");
    private static final Pattern QUERY_START =
            Pattern.compile("\\A\\s*(?:[^A-Z\\s]|(?:SELECT|INSERT|UPDATE|DELETE|WITH|FROM)\\b)");
    /** The names behind a keyword; more of them when they are a list: {@code from a x, b y}. */
    private static final Pattern NAMED = Pattern.compile(
            "\\b(?:from|join|into|update|using)\\s+(?:only\\s+)?(\\w+(?:(?:\\s+as)?(?:\\s+\\w+)?\\s*,\\s*\\w+)*)",
            CASE_INSENSITIVE);

    private final String basePackage;
    private final Path sources;
    private final Set<String> tables = new TreeSet<>();
    private final Map<String, Set<String>> owners = new TreeMap<>();
    private final Map<Access, String> allowed = new TreeMap<>();

    /** @param packageName relative to the base package; empty for the base package itself */
    private record Access(String packageName, String table) implements Comparable<Access> {

        @Override
        public int compareTo(Access other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return "package \"" + packageName + "\", table " + table;
        }
    }

    private TableAccess(String basePackage, Path sources, List<String> migrations) {
        this.basePackage = basePackage;
        this.sources = sources;
        migrations.forEach(sql -> {
            CREATED.matcher(sql).results().forEach(match -> tables.add(lower(match.group(1))));
            DROPPED.matcher(sql).results().forEach(match -> tables.remove(lower(match.group(1))));
        });
    }

    /** @param basePackage such as {@code fr.cned.partenariats.partner} */
    public static TableAccess of(String basePackage) {
        List<String> migrations = new ArrayList<>(migrationsOfCommons());
        if (Files.isDirectory(MIGRATIONS)) {
            migrations.addAll(texts(MIGRATIONS, ".sql"));
        }
        return new TableAccess(basePackage, SOURCES, migrations);
    }

    static TableAccess of(String basePackage, Path sources, Path migrations) {
        return new TableAccess(basePackage, sources, texts(migrations, ".sql"));
    }

    /** @param packageName relative to the base package, with its subpackages; a table may have several owners */
    public TableAccess owns(String packageName, String... ownTables) {
        Stream.of(ownTables)
                .forEach(table ->
                        owners.computeIfAbsent(table, t -> new TreeSet<>()).add(packageName));
        return this;
    }

    /** Allows a package to name a table that it does not own. */
    public TableAccess allows(String packageName, String table, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an access needs a reason");
        }
        allowed.put(new Access(packageName, table), reason);
        return this;
    }

    public void check() {
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.size() + " faults in the access to tables:\n" + String.join("\n", faults));
        }
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        owners.keySet().stream()
                .filter(table -> !tables.contains(table))
                .forEach(table -> faults.add("No migration creates the table " + table + ", which has an owner."));
        Set<Access> unused = new TreeSet<>(allowed.keySet());
        Map<Access, Set<String>> named = named();
        named.forEach((access, files) -> {
            if (isOwner(access)) {
                return;
            }
            List<Access> entries = allowed.keySet().stream()
                    .filter(entry ->
                            entry.table().equals(access.table()) && isWithin(access.packageName(), entry.packageName()))
                    .toList();
            unused.removeAll(entries);
            if (entries.isEmpty()) {
                faults.add("Neither owned nor allowed: " + access + ", in " + String.join(", ", files));
            }
        });
        unused.forEach(access -> faults.add("Allowed, but not used: " + access));
        if (tables.isEmpty() || named.isEmpty()) {
            faults.add("Nothing was checked: " + tables.size() + " tables, " + named.size() + " uses in " + sources);
        }
        return faults;
    }

    private boolean isOwner(Access access) {
        return owners.getOrDefault(access.table(), Set.of()).stream()
                .anyMatch(owner -> isWithin(access.packageName(), owner));
    }

    private static boolean isWithin(String packageName, String root) {
        return packageName.equals(root) || (!root.isEmpty() && packageName.startsWith(root + '.'));
    }

    /** The accesses, with the files that they are in. */
    private Map<Access, Set<String>> named() {
        Map<Path, String> files = javaFiles();
        Map<String, String> entities = entities(files);
        Map<Access, Set<String>> named = new TreeMap<>();
        files.forEach((file, code) -> {
            String packageName = packageOf(code);
            Set<String> found = new TreeSet<>(entities(Map.of(file, code)).values());
            literals(code).forEach(literal -> found.addAll(tablesIn(literal, entities)));
            found.retainAll(tables);
            found.forEach(table -> named.computeIfAbsent(new Access(packageName, table), a -> new TreeSet<>())
                    .add(file.getFileName().toString()));
        });
        return named;
    }

    private Map<Path, String> javaFiles() {
        try (Stream<Path> walked = Files.walk(sources)) {
            return walked.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(file -> file, TableAccess::read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String packageOf(String code) {
        Matcher matcher =
                Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE).matcher(code);
        String name = matcher.find() ? matcher.group(1) : "";
        if (!name.startsWith(basePackage)) {
            throw new IllegalStateException(name + " is not in " + basePackage);
        }
        return name.equals(basePackage) ? "" : name.substring(basePackage.length() + 1);
    }

    /** Entity names with their tables. */
    private static Map<String, String> entities(Map<Path, String> files) {
        Map<String, String> entities = new HashMap<>();
        files.values()
                .forEach(code -> ENTITY.matcher(code).results().forEach(match -> {
                    String name = match.group(1) == null ? match.group(3) : match.group(1);
                    String table =
                            match.group(2) == null ? name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_") : match.group(2);
                    entities.put(name, lower(table));
                }));
        return entities;
    }

    private Set<String> tablesIn(String literal, Map<String, String> entities) {
        Set<String> found = new TreeSet<>();
        for (String table : tables) {
            if (table.contains("_")
                    && Pattern.compile("\\b" + table + "\\b", CASE_INSENSITIVE)
                            .matcher(literal)
                            .find()) {
                found.add(table);
            }
        }
        if (QUERY_START.matcher(literal).find()) {
            NAMED.matcher(literal).results().forEach(match -> {
                for (String item : match.group(1).split(",", -1)) {
                    String name = item.strip().split("\\s+", -1)[0];
                    found.add(entities.getOrDefault(name, lower(name)));
                }
            });
        }
        return found;
    }

    /** The string literals and text blocks of a source file. Those that {@code +} joins are one. */
    static List<String> literals(String code) {
        List<String> literals = new ArrayList<>();
        Matcher token = Pattern.compile("//[^\\n]*|/\\*[\\s\\S]*?\\*/|'(?:\\\\.|[^'\\\\])+'"
                        + "|\"\"\"([\\s\\S]*?[^\\\\])\"\"\"|\"((?:\\\\.|[^\"\\\\\\n])*)\"")
                .matcher(code);
        int end = 0;
        while (token.find()) {
            String text = token.group(1) == null ? token.group(2) : token.group(1);
            if (text == null) {
                continue;
            }
            boolean joined =
                    !literals.isEmpty() && code.substring(end, token.start()).matches("\\s*\\+\\s*");
            if (joined) {
                literals.set(literals.size() - 1, literals.get(literals.size() - 1) + text);
            } else {
                literals.add(text);
            }
            end = token.end();
        }
        return literals;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static List<String> migrationsOfCommons() {
        String known = "db/commons/V0.2__mechanisms.sql";
        URL url = TableAccess.class.getClassLoader().getResource(known);
        if (url == null) {
            throw new IllegalStateException("the migrations of service-commons are not on the class path");
        }
        try {
            URI uri = url.toURI();
            if (!"jar".equals(uri.getScheme())) {
                return texts(Path.of(uri).resolveSibling(""), ".sql");
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return texts(jar.getPath("db/commons"), ".sql");
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(Path folder, String suffix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .map(TableAccess::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableAccessTest {

    private static final String BASE = "parking";

    @TempDir
    private Path folder;

    private Path migrations;

    @BeforeEach
    void createTables() throws IOException {
        migrations = Files.createDirectories(folder.resolve("migrations"));
        Files.writeString(migrations.resolve("V1.sql"), """
                create table space (id uuid);
                create table price_list (id uuid);
                create table lot (id uuid);
                create table gone (id uuid);
                drop table gone;
                """);
    }

    private void source(String packageName, String className, String code) throws IOException {
        Path file = folder.resolve("sources/" + packageName.replace('.', '/') + '/' + className + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "package " + packageName + ";\n\n" + code);
    }

    private void literal(String packageName, String literal) throws IOException {
        source(packageName, "Query", "class Query { String sql = " + literal + "; }");
    }

    private TableAccess access() {
        return TableAccess.of(BASE, folder.resolve("sources"), migrations)
                .owns("space", "space")
                .owns("lot", "lot");
    }

    @Test
    void ownersMayNameTheirTables() throws IOException {
        literal("parking.space", "\"select id from space\"");
        literal("parking.space.part", "\"delete from space\"");
        assertThat(access().faults()).isEmpty();
    }

    @Test
    void findsATableOfAnotherPackageInALiteral() throws IOException {
        literal("parking.space", "\"select 1 from space s, lot l\"");
        assertThat(access().faults()).singleElement().asString().contains("\"space\", table lot", "Query.java");
        assertThatThrownBy(() -> access().check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lot");
    }

    @Test
    void findsATableInATextBlockAndInJoinedLiterals() throws IOException {
        literal("parking.a", "\"\"\"\n  insert into lot (id)\n  values (1)\"\"\"");
        literal("parking.b", "\"select 1 from \"\n + \"lot\"");
        literal("parking.c", "\"exists (select 1 from space join lot on true)\"");
        literal("parking.d", "\"\"\"\n  UPDATE lot\n  set free = 1\"\"\"");
        assertThat(access().owns("c", "space").faults()).hasSize(4);
    }

    @Test
    void findsANameWithAnUnderscoreAnywhere() throws IOException {
        literal("parking.space", "\"price_list\"");
        assertThat(access().faults()).singleElement().asString().contains("price_list");
    }

    @Test
    void anEntityNameCountsAsItsTable() throws IOException {
        source("parking.price", "Price", "@Entity\n@Table(name = \"price_list\")\nclass Price {}");
        source("parking.lot", "Lot", "/** A lot. */\n@Entity\npublic class Lot {}");
        literal("parking.space", "\"from Price p where p.id = 1\"");
        literal("parking.level", "\"select l from Lot l\"");
        assertThat(access().owns("price", "price_list").faults())
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).contains("\"space\", table price_list"),
                        fault -> assertThat(fault).contains("\"level\", table lot"));
    }

    @Test
    void ignoresCommentsProseAndDroppedTables() throws IOException {
        source("parking.space", "Space", """
                /** Not: "select 1 from lot". */
                class Space {
                    // "select 1 from lot"
                    String text = "Removed from lot";
                    String gone = "select 1 from gone";
                    char quote = '"'; String own = "select 1 from space";
                }
                """);
        assertThat(access().faults()).isEmpty();
    }

    @Test
    void anAllowedAccessPassesWithAReason() throws IOException {
        literal("parking.space", "\"select 1 from lot\"");
        assertThat(access().allows("space", "lot", "One statement counts both.").faults())
                .isEmpty();
        assertThatThrownBy(() -> access().allows("space", "lot", " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnusedEntryFails() throws IOException {
        literal("parking.space", "\"select 1 from space\"");
        assertThat(access().allows("space", "lot", "Not any more.").faults())
                .singleElement()
                .asString()
                .contains("not used");
    }

    @Test
    void anOwnerOfATableThatDoesNotExistFails() throws IOException {
        literal("parking.space", "\"select 1 from space\"");
        assertThat(access().owns("space", "gone").faults())
                .singleElement()
                .asString()
                .contains("gone");
    }

    @Test
    void nothingToCheckFails() throws IOException {
        literal("parking.space", "\"\"");
        assertThat(access().faults()).singleElement().asString().contains("Nothing was checked");
    }

    /** The tables of service-commons belong to its mechanisms. */
    @Test
    void eachMechanismNamesItsOwnTables() {
        TableAccess.of("fr.cned.partenariats.commons")
                .owns("changelog.audit", "audit_seal", "audit_partition")
                .owns("changelog", "change_log")
                .owns("events.consumer", "consumer_bootstrap")
                .owns("http.idempotency", "idempotency_key")
                .owns("base.paging", "cursor_key")
                .owns("http.propagation", "propagation_failure")
                .owns("events.reemission", "re_emission")
                .owns("events.relay", "changelog_reader")
                .allows("events.relay", "change_log", "Its events are the states of the objects in the log of changes.")
                .allows("http.propagation", "change_log", "A failure ends with the next entry of its object.")
                .allows("events.relay", "re_emission", "It carries the order out.")
                .check();
    }
}

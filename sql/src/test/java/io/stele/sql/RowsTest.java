package io.stele.sql;

import static io.stele.sdk.view.ColumnType.INTEGER;
import static io.stele.sdk.view.ColumnType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RowsTest {

    @Parameter TestDatabase kind = TestDatabase.SQLITE;

    private static final Table ACCOUNTS =
            Table.named("accounts")
                    .key("id", TEXT)
                    .column("owner", TEXT)
                    .column("balance", INTEGER);

    @TempDir Path directory;
    private Connection connection;
    private Changes changes;
    private Rows rows;

    @BeforeEach
    void open() throws SQLException {
        Definition definition = new Definition("accounts", 1, "", List.of(ACCOUNTS));
        Database database = Database.at(kind.in(directory));
        connection = database.writer();
        Generation generation =
                database.write(
                        connection,
                        () -> {
                            Catalogue.create(connection);
                            return new Catalogue(database.dialect())
                                    .begin(connection, definition, Generation.Role.SERVING);
                        });
        changes = new Changes(connection, database.dialect(), generation);
        rows = new Rows(changes, ACCOUNTS);
    }

    @AfterEach
    void close() throws SQLException {
        changes.close();
        connection.close();
    }

    private long balance(String id) {
        return rows.number("SELECT balance FROM {accounts} WHERE id = ?", id).orElse(-1);
    }

    @Test
    void changesHappenInTheOrderTheyAreWrittenDown() {
        rows.insert("a").set("owner", "Ann").set("balance", 0);
        rows.update("a").add("balance", 50);
        rows.update("a").add("balance", -20).set("owner", null);
        assertThat(balance("a")).isEqualTo(30);
    }

    @Test
    void upsertMakesTheRowOrChangesIt() {
        rows.upsert("a").add("balance", 5).set("owner", "Ann");
        rows.upsert("a").add("balance", 7).set("owner", "Bea");
        rows.upsert("a");
        assertThat(balance("a")).isEqualTo(12);
        assertThat(rows.number("SELECT count(*) FROM {accounts} WHERE owner = ?", "Bea"))
                .hasValue(1);
    }

    @Test
    void addingToNothingCountsFromZero() {
        rows.insert("a");
        rows.update("a").add("balance", 3);
        assertThat(balance("a")).isEqualTo(3);
    }

    @Test
    void deletingTakesTheRowAwayAndIsFineWithoutOne() {
        rows.insert("a").set("balance", 1);
        rows.delete("a");
        rows.delete("a");
        assertThat(balance("a")).isEqualTo(-1);
    }

    @Test
    void anInsertThatIsThereFailsAndIfAbsentKeepsIt() {
        rows.insert("a").set("balance", 1);
        rows.insertIfAbsent("a").set("balance", 2);
        assertThat(balance("a")).isEqualTo(1);
        rows.insert("a");
        assertThatThrownBy(changes::flush).isInstanceOf(SqlFailure.class);
    }

    @Test
    void anUpdateOfNothingFails() {
        rows.update("a").set("balance", 1);
        assertThatThrownBy(changes::flush)
                .hasMessage("table accounts has no row with the key [a] to update");
    }

    @Test
    void wrongValuesAndColumnsAreNamed() {
        RowChange change = rows.upsert("a");
        assertThatThrownBy(() -> change.set("balance", "5"))
                .hasMessage("column balance is INTEGER and cannot hold a String");
        assertThatThrownBy(() -> change.set("balance", true))
                .hasMessage("column balance is INTEGER and cannot hold a Boolean");
        assertThatThrownBy(() -> change.set("owner", Instant.EPOCH))
                .hasMessage("column owner is TEXT and cannot hold a Instant");
        assertThatThrownBy(() -> change.set("colour", "red"))
                .hasMessage("table accounts has no column \"colour\"; it has: id, owner, balance");
        assertThatThrownBy(() -> change.set("id", "b"))
                .hasMessage("column id of accounts cannot be set");
        assertThatThrownBy(() -> change.set("owner", "x").set("owner", "y"))
                .hasMessageContaining("set twice");
        assertThatThrownBy(() -> rows.update("a", "b"))
                .hasMessageContaining("has 1 columns, but 2 values were given");
        assertThatThrownBy(() -> rows.in("people")).hasMessageContaining("no table \"people\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"COMMIT", "ROLLBACK", "DROP TABLE {accounts}", "PRAGMA x=1", "ATTACH ''"})
    void ownStatementsCannotLeaveTheTransaction(String statement) {
        assertThatThrownBy(() -> rows.sql(statement)).hasMessageContaining("but not: " + statement);
    }

    @Test
    void ownStatementsSeeTheChangesBeforeThem() {
        rows.insert("a").set("balance", 4);
        assertThat(rows.sql("UPDATE {accounts} SET balance = balance * ?", 3)).isEqualTo(1);
        assertThat(balance("a")).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Id", "a b", "a\"b", "1a", "_a", "a__b", "a-b", "ä", "limit", "sort"})
    void namesThatAreNoColumnsAreRefused(String name) {
        assertThatThrownBy(() -> Table.named("t").column(name, TEXT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDefinitionSurvivesBeingStored() {
        Definition definition =
                new Definition(
                        "a",
                        3,
                        "c",
                        List.of(
                                Table.named("a")
                                        .key("id", TEXT)
                                        .computed("b", "bB", INTEGER)
                                        .index("b", "id")));
        assertThat(Definition.fromJson(definition.toJson())).isEqualTo(definition);
    }
}

package io.stele.bench.rebuild;

import io.stele.bench.Scratch;
import io.stele.sdk.view.ViewDatabase;
import io.stele.testkit.PrivatePostgres;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Databases without anything in them, of one kind.
///
/// @param name for people
record Databases(String name, Supplier<ViewDatabase> all) {

    static Databases sqlite(Scratch scratch) {
        AtomicInteger count = new AtomicInteger();
        return new Databases(
                "SQLite",
                () -> {
                    String file = "views" + count.incrementAndGet() + ".db";
                    return ViewDatabase.at("jdbc:sqlite:" + scratch.directory().resolve(file));
                });
    }

    static Databases postgres(PrivatePostgres postgres) {
        return new Databases("PostgreSQL", () -> ViewDatabase.at(postgres.newSchema()));
    }

    ViewDatabase next() {
        return all.get();
    }
}

package io.stele.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stele.sdk.view.ViewDatabase;
import io.stele.testkit.PrivatePostgres;
import java.nio.file.Path;

/// The databases that everything about views is tested on.
enum TestDatabase {
    SQLITE {
        @Override
        ViewDatabase in(Path directory) {
            return ViewDatabase.at("jdbc:sqlite:" + directory.resolve("sub/views.db"));
        }
    },

    /// Its own schema for each test, of one server for all; not there, the tests are not run.
    POSTGRES {
        @Override
        ViewDatabase in(Path directory) {
            PrivatePostgres.missing().ifPresent(why -> assumeTrue(false, why));
            return ViewDatabase.at(Server.RUNNING.newSchema());
        }
    };

    private static final class Server {
        static final PrivatePostgres RUNNING = PrivatePostgres.start();
    }

    /// A database without any view.
    abstract ViewDatabase in(Path directory);
}

import io.stele.sdk.view.ViewEngineProvider;
import io.stele.sql.SqlViewEngineProvider;

/// Views in SQL: projections with their checkpoint in the same transaction, and queries on them.
module io.stele.sql {
    requires static transitive org.jspecify;
    requires transitive io.stele.groups;
    requires transitive io.stele.model;
    requires transitive io.stele.sdk;
    requires transitive java.sql;
    requires org.xerial.sqlitejdbc;
    requires tools.jackson.databind;

    exports io.stele.sql;
    exports io.stele.sql.inbox;

    opens io.stele.sql to
            tools.jackson.databind;

    provides ViewEngineProvider with
            SqlViewEngineProvider;
}

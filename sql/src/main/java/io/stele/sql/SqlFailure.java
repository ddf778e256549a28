package io.stele.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The database refused a statement.
final class SqlFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SqlFailure(String doing, SQLException cause) {
        super(doing + ": " + cause.getMessage(), cause);
    }

    /// Whether trying again later may help: the database was locked, or the disk full or failing.
    static boolean isTransient(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return isTransient(sqlite.getResultCode());
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return isTransient(sql.getSQLState());
            }
        }
        return false;
    }

    /// Whether there was no such table (any more).
    static boolean isOfMissingTable(SQLException failure) {
        return "42P01".equals(failure.getSQLState());
    }

    /// As PostgreSQL has them: connections, resources, an operator at work, a system that failed;
    /// others in the way; a server that became a standby.
    private static boolean isTransient(String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.startsWith("40")
                || state.equals("55P03")
                || state.equals("25006");
    }

    private static boolean isTransient(SQLiteErrorCode code) {
        int primary = code.code & 0xff; // the rest says which kind of it
        return primary == SQLiteErrorCode.SQLITE_BUSY.code
                || primary == SQLiteErrorCode.SQLITE_LOCKED.code
                || primary == SQLiteErrorCode.SQLITE_NOMEM.code
                || primary == SQLiteErrorCode.SQLITE_IOERR.code
                || primary == SQLiteErrorCode.SQLITE_FULL.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || primary == SQLiteErrorCode.SQLITE_PROTOCOL.code;
    }
}

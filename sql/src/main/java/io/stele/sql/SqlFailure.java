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
        }
        return false;
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

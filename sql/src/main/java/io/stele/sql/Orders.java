package io.stele.sql;

import java.util.List;

/// What a runner is to do, as the database said lately.
///
/// @param attempts grows when somebody says to try again
/// @param repairs streams whose rows are to be made anew
record Orders(boolean paused, long attempts, List<String> repairs) {

    static final Orders NONE = new Orders(false, 0, List.of());

    Orders {
        repairs = List.copyOf(repairs);
    }
}

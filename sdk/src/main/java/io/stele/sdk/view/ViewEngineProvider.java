package io.stele.sdk.view;

/// Opens view engines; found by [java.util.ServiceLoader].
public interface ViewEngineProvider {

    /// Opens the database and starts to apply the log to the views.
    ///
    /// @throws IllegalArgumentException when a view is of a kind that this engine does not know, two
    ///     views have the same name, or a definition is wrong
    /// @throws IllegalStateException when the database cannot be used, or belongs to another log
    ViewEngine open(ViewEngineContext context);
}

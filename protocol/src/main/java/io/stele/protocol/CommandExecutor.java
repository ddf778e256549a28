package io.stele.protocol;

/// The commands of a service, for every protocol that brings some. For any number of threads.
public interface CommandExecutor {

    /// Decides a command and writes its events; blocks while the store works.
    ///
    /// @throws ProblemException when the command makes no sense here, or does not hold: nothing was
    ///     written
    /// @throws io.stele.model.StoreException when the store could not; `OutcomeUnknownException`
    ///     means that the events may have been written
    CommandAnswer execute(CommandCall call);
}

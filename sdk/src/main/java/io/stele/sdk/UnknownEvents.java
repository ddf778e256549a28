package io.stele.sdk;

/// What to do with an event in an aggregate's stream whose type the code does not know.
public enum UnknownEvents {
    /// Refuse to make a state without it. The safe choice: nothing is decided on half the facts.
    FAIL,
    /// Go on as if it were not there.
    SKIP
}

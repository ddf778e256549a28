package io.stele.model;

/// What the caller believes about a stream; the append happens only when it is so.
public sealed interface Expectation {

    Any ANY = new Any();
    None NONE = new None();
    Exists EXISTS = new Exists();

    /// The stream's last revision is this one.
    static Expectation revision(long last) {
        return new Exactly(Revision.of(last));
    }

    /// The stream may be in any state.
    record Any() implements Expectation {
        @Override
        public String toString() {
            return "any";
        }
    }

    /// The stream has no event.
    record None() implements Expectation {
        @Override
        public String toString() {
            return "none";
        }
    }

    /// The stream has an event at least.
    record Exists() implements Expectation {
        @Override
        public String toString() {
            return "exists";
        }
    }

    /// The stream's last event has exactly this revision.
    record Exactly(Revision last) implements Expectation {
        @Override
        public String toString() {
            return last.toString();
        }
    }
}

package io.stele.sdk.view;

/// A command to a projection that makes no sense as things are; nothing was changed.
public final class ProjectionRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProjectionRefusedException(String reason) {
        super(reason);
    }

    /// What stands in the way, for people.
    public String reason() {
        return String.valueOf(getMessage());
    }
}

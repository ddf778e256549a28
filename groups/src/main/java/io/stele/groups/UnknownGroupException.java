package io.stele.groups;

/// There is no group of that name.
public final class UnknownGroupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownGroupException(GroupName name) {
        super("there is no consumer group \"" + name + "\"; create it first");
    }
}

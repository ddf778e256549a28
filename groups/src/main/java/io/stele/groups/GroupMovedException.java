package io.stele.groups;

/// Somebody else runs the group now, or has changed it. Its members join again.
public final class GroupMovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public GroupMovedException(GroupName name) {
        super("group " + name + " was changed, or is run, by somebody else; join it again");
    }
}

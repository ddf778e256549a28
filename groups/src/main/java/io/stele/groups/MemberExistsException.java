package io.stele.groups;

/// The group has a member of that name already. One whose connection broke is a member until that is
/// noticed, so try again a little later, or join under another name.
public final class MemberExistsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MemberExistsException(GroupName name, String member) {
        super("group %s has a member \"%s\" already".formatted(name, member));
    }
}

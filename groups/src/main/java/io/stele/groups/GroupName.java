package io.stele.groups;

import io.stele.model.StreamName;
import java.util.regex.Pattern;

/// The name of a consumer group, such as `notifications`.
///
/// @param value letters, digits, `_`, `.` and `-`, beginning with a letter or digit; at most 100
public record GroupName(String value) implements Comparable<GroupName> {

    /// What the streams of groups belong to.
    public static final String CATEGORY = "$group";

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    public GroupName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a group's name has 1 to 100 letters, digits, '_', '.' or '-' and begins with a"
                            + " letter or digit: \""
                            + value
                            + "\"");
        }
    }

    public static GroupName of(String value) {
        return new GroupName(value);
    }

    private static final int MEMBER_CHARS_MAX = 100;

    /// A name that a member may have.
    ///
    /// @throws IllegalArgumentException when it is blank, longer than 100 characters, or has control
    ///     characters
    public static String checkedMember(String member) {
        if (member.isBlank()
                || member.length() > MEMBER_CHARS_MAX
                || member.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a member's name has 1 to 100 characters, not all blank and none of control: \""
                            + member
                            + "\"");
        }
        return member;
    }

    /// Where the group keeps what it must not forget.
    public StreamName stream() {
        return StreamName.of(CATEGORY, value);
    }

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package io.stele.sdk.schema;

import io.stele.sdk.schema.SchemaChange.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether the code of today reads what earlier code has written, by the descriptions of both.
///
/// What an upcaster does is not looked at: that there is one is taken for its author's word. Recorded
/// examples test it.
public final class SchemaCheck {

    private final List<SchemaChange> changes = new ArrayList<>();

    private SchemaCheck() {}

    /// What has changed, in order of the old description, then what is new.
    ///
    /// @return empty when nothing has
    public static List<SchemaChange> compare(EventSchemas before, EventSchemas after) {
        SchemaCheck check = new SchemaCheck();
        for (CategorySchemas old : before.categories()) {
            Optional<CategorySchemas> now = after.category(old.category());
            if (now.isPresent()) {
                check.compare(old, now.get());
            } else {
                check.add(
                        Effect.BREAKING,
                        old.category(),
                        "",
                        "has no decider any more; its events cannot be read");
            }
        }
        for (CategorySchemas now : after.categories()) {
            if (before.category(now.category()).isEmpty()) {
                check.add(Effect.SAFE, now.category(), "", "is new");
            }
        }
        return List.copyOf(check.changes);
    }

    private void add(Effect effect, String event, String field, String message) {
        changes.add(new SchemaChange(effect, event, field, message));
    }

    private void compare(CategorySchemas old, CategorySchemas now) {
        for (EventSchema event : old.events()) {
            compare(old.category(), event, now);
        }
        for (CategorySchemas.Older older : old.reads()) {
            if (!now.canRead(older.type(), older.version())) {
                add(
                        Effect.BREAKING,
                        old.category() + "." + older.type(),
                        "",
                        "of version %d is not read any more; the log may have some: put its upcaster back"
                                .formatted(older.version()));
            }
        }
        for (EventSchema event : now.events()) {
            boolean known =
                    old.event(event.type()).isPresent()
                            || event.formerly().stream().anyMatch(n -> old.event(n).isPresent());
            if (!known) {
                add(
                        Effect.BREAKS_OLD_CODE,
                        now.category() + "." + event.type(),
                        "",
                        "is new; code from before does not know it");
            }
        }
    }

    private void compare(String category, EventSchema old, CategorySchemas now) {
        String name = category + "." + old.type();
        if (!now.canRead(old.type(), old.version())) {
            add(Effect.BREAKING, name, "", whyUnread(old, now));
            return;
        }
        for (String former : old.formerly()) {
            if (!now.canRead(former, old.version())) {
                add(
                        Effect.BREAKING,
                        name,
                        "",
                        "was stored as %s before, which is not read any more; keep it in `formerly`"
                                .formatted(former));
            }
        }
        Optional<EventSchema> same = now.event(old.type());
        if (same.isEmpty()) {
            add(Effect.BREAKS_OLD_CODE, name, "", "has become other events, by an upcaster");
        } else if (same.get().version() != old.version()) {
            add(
                    Effect.BREAKS_OLD_CODE,
                    name,
                    "",
                    "has version %d, was %d; older ones are read by upcasters"
                            .formatted(same.get().version(), old.version()));
        } else {
            if (!same.get().type().equals(old.type())) {
                add(
                        Effect.BREAKS_OLD_CODE,
                        name,
                        "",
                        "is stored as %s from now on".formatted(same.get().type()));
            }
            new FieldCheck(name, changes).compare(old.schema(), same.get().schema(), "");
        }
    }

    private static String whyUnread(EventSchema old, CategorySchemas now) {
        return now.event(old.type())
                .map(event ->
                        event.version() < old.version()
                                ? "has version %d, but was at %d: versions never go back"
                                        .formatted(event.version(), old.version())
                                : "of version %d has no upcaster".formatted(old.version()))
                .orElse(
                        "is gone, and the log may have some: name it in `formerly` of the event it has"
                                + " become, or add an upcaster that splits it");
    }
}

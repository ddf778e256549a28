package io.stele.sdk;

import io.stele.model.Bytes;
import io.stele.sdk.json.Json;
import io.stele.sdk.json.RecordFamily;
import io.stele.sdk.json.StrictReader;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Commands by name: the record's simple name, or its [CommandType]. Immutable; for any number of
/// threads.
///
/// @param <C> the commands' type
public final class CommandCodec<C> {

    private final Map<String, StrictReader<C>> byName = new LinkedHashMap<>();
    private final Map<Class<?>, String> names = new LinkedHashMap<>();
    private final Set<String> served = new LinkedHashSet<>();

    private CommandCodec(Class<C> family) {
        if (family == Void.class) {
            return; // a decider without commands
        }
        for (Class<? extends C> record : RecordFamily.of(family)) {
            String name = nameOf(record);
            StrictReader<C> other = byName.putIfAbsent(name, new StrictReader<>(record));
            if (other != null) {
                throw new IllegalArgumentException(
                        "commands %s and %s have the same name %s; give one a @CommandType"
                                .formatted(other.type().getName(), record.getName(), name));
            }
            names.put(record, name);
            if (!isInternal(record, family)) {
                served.add(name);
            }
        }
    }

    /// @throws IllegalArgumentException when the type is not a family of records, or two have the
    ///     same name
    public static <C> CommandCodec<C> of(Class<C> family) {
        return new CommandCodec<>(family);
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /// Those that callers from outside may give: all that are not [Internal].
    public Set<String> served() {
        return Collections.unmodifiableSet(served);
    }

    /// Strict: every field there, none too many, each of its type and nothing coerced.
    ///
    /// @param json an object in UTF-8; no bytes at all stand for `{}`
    /// @throws IllegalArgumentException when there is no such command, or the JSON does not fit; the
    ///     message names each field and what was expected there
    public C decode(String name, Bytes json) {
        return reader(name).read(json);
    }

    /// What [#decode] takes, as JSON Schema.
    public ObjectNode schema(String name) {
        return reader(name).shape().schema();
    }

    private StrictReader<C> reader(String name) {
        StrictReader<C> reader = byName.get(name);
        if (reader == null) {
            throw new IllegalArgumentException(
                    "no command is named \"" + name + "\"; there are " + names());
        }
        return reader;
    }

    /// @throws IllegalArgumentException when the command is not one of this family
    public String nameOf(C command) {
        String name = names.get(command.getClass());
        if (name == null) {
            throw new IllegalArgumentException(
                    command.getClass().getName() + " is not one of the commands " + names());
        }
        return name;
    }

    /// The command as JSON, the same for equal commands.
    public Bytes encode(C command) {
        return Bytes.wrap(Json.MAPPER.writeValueAsBytes(command));
    }

    private static boolean isInternal(Class<?> record, Class<?> family) {
        if (record.isAnnotationPresent(Internal.class)) {
            return true;
        }
        return Arrays.stream(record.getInterfaces())
                .anyMatch(parent -> family.isAssignableFrom(parent) && isInternal(parent, family));
    }

    private static String nameOf(Class<?> record) {
        CommandType named = record.getAnnotation(CommandType.class);
        String name = named == null ? record.getSimpleName() : named.value();
        if (!name.matches("[A-Za-z][A-Za-z0-9_.]*")) {
            throw new IllegalArgumentException(
                    record.getName()
                            + ": a command's name is made of letters, digits, '_' and '.', but is"
                            + " \""
                            + name
                            + "\"");
        }
        return name;
    }
}

package io.stele.sdk;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/// Reads the types of a lambda's or method reference's parameters.
final class LambdaTypes {

    /*
     * A serializable lambda, when written, replaces itself with a SerializedLambda, which names the
     * instantiated method type. The stream below catches that and writes nothing. This is the one
     * documented way that needs no reflection into the user's module.
     */

    private LambdaTypes() {}

    /// @throws IllegalArgumentException when the type cannot be found
    @SuppressWarnings("unchecked") // the compiler inferred the very type that is read back here
    static <T> Class<T> parameter(Serializable lambda, int index, String name) {
        SerializedLambda caught = catchLambda(lambda);
        if (caught == null) {
            throw notFound(name, "it is neither a lambda nor a method reference");
        }
        Class<?> type =
                MethodType.fromMethodDescriptorString(
                                caught.getInstantiatedMethodType(),
                                lambda.getClass().getClassLoader())
                        .parameterType(index);
        if (type == Object.class) {
            throw notFound(name, "its parameter " + (index + 1) + " is a plain Object");
        }
        return (Class<T>) type;
    }

    private static @Nullable SerializedLambda catchLambda(Serializable lambda) {
        try (Catcher catcher = new Catcher()) {
            catcher.writeObject(lambda);
            return catcher.caught;
        } catch (IOException e) {
            throw new IllegalStateException("cannot look into " + lambda.getClass(), e);
        }
    }

    private static IllegalArgumentException notFound(String name, String why) {
        return new IllegalArgumentException(
                "the types of commands, events and state cannot be read from `"
                        + name
                        + "`: "
                        + why
                        + ". Name them: Decider.of(category, Commands.class, Events.class,"
                        + " State.class, initialState, decide, evolve)");
    }

    private static final class Catcher extends ObjectOutputStream {
        private @Nullable SerializedLambda caught;

        Catcher() throws IOException {
            super(OutputStream.nullOutputStream());
            enableReplaceObject(true);
        }

        @Override
        protected @Nullable Object replaceObject(Object object) {
            if (caught == null && object instanceof SerializedLambda lambda) {
                caught = lambda;
            }
            return null;
        }
    }
}

package io.stele.sdk.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AccessorNamingStrategy;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.DefaultAccessorNamingStrategy;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/// How records are written and read, the same for commands, events and states.
public final class Json {

    /// A record's components are its JSON and nothing else is. Required are all of them but
    /// `Optional` and `@Nullable` ones. Nothing is coerced: `"5"` is no number, `1.5` no integer.
    public static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .annotationIntrospector(new RecordIntrospector())
                    .accessorNaming(new ComponentsOnly())
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    /// For states, which only this code has written: what was null is null again.
    public static final JsonMapper STATES =
            MAPPER.rebuild().annotationIntrospector(new JacksonAnnotationIntrospector()).build();

    private Json() {}

    /// What is wrong, in one line: where in the JSON, and without Jackson's own decorations.
    public static String explain(JacksonException e) {
        String where = "";
        if (e instanceof DatabindException) {
            for (JacksonException.Reference step : e.getPath()) {
                String name = step.getPropertyName();
                where += "/" + (name == null ? step.getIndex() : name);
            }
        }
        return (where.isEmpty() ? "" : where + ": ") + e.getOriginalMessage();
    }

    /// Leaves out of a record's JSON what its methods named `getX` and `isX` would add.
    private static final class ComponentsOnly extends DefaultAccessorNamingStrategy.Provider {

        private static final long serialVersionUID = 1L;

        @Override
        public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass record) {
            return new DefaultAccessorNamingStrategy.RecordNaming(config, record) {
                @Override
                public @Nullable String findNameForIsGetter(AnnotatedMethod method, String name) {
                    return null;
                }

                @Override
                public @Nullable String findNameForRegularGetter(
                        AnnotatedMethod method, String name) {
                    return name.equals(super.findNameForRegularGetter(method, name)) ? name : null;
                }
            };
        }
    }

    private static final class RecordIntrospector extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            Boolean explicit = super.hasRequiredMarker(config, member);
            return (explicit == null && isRequired(member)) ? Boolean.TRUE : explicit;
        }

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated member) {
            JsonSetter.Value explicit = super.findSetterInfo(config, member);
            boolean unsaid = explicit.getValueNulls() == null;
            return (unsaid && member instanceof AnnotatedMember m && isRequired(m))
                    ? explicit.withValueNulls(Nulls.FAIL)
                    : explicit;
        }

        private static boolean isRequired(AnnotatedMember member) {
            Class<?> owner = member.getDeclaringClass();
            if (!owner.isRecord()) {
                return false;
            }
            RecordComponent[] components = owner.getRecordComponents();
            if (member instanceof AnnotatedParameter parameter) { // of the canonical constructor
                return parameter.getOwner().getParameterCount() == components.length
                        && Required.isRequired(components[parameter.getIndex()]);
            }
            return Stream.of(components)
                    .filter(component -> component.getName().equals(member.getName()))
                    .anyMatch(Required::isRequired);
        }
    }
}

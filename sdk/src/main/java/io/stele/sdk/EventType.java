package io.stele.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name under which an event record is stored, for ever. Classes may be renamed and moved; the
/// name stays.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /// For example `MoneyDeposited`. Unique among the events of a decider.
    String value();

    /// Of the fields' meaning, from 1. Each step up needs an [Upcaster].
    int version() default 1;

    /// Names that the same event was stored under before it was renamed. They are read for ever, and
    /// nothing is stored under them; versions count on over the renaming.
    String[] formerly() default {};
}

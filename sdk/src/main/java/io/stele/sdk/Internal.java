package io.stele.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A command that only the service itself gives, such as a reactor's to its own process. The Command
/// API does not know it. Stands at a record, or at a sealed interface and then
/// means all commands below it.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Internal {}

package dev.yima.gateway.idempotency;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call whose answer no Idempotency-Key keeps. It makes nothing, and hands out what only those may have who may ask
 * for it at that moment: each time it is asked under the rules of then, and audited.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AnsweredAnew {}

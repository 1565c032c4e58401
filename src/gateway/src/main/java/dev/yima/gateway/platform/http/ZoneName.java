package dev.yima.gateway.platform.http;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Constraint of a time zone by its name in the IANA database; offsets and abbreviations of rules are none. */
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ZoneName.Validator.class)
public @interface ZoneName {
    /** The rule in the answer. */
    String message() default "must be a name of the IANA time zone database, such as Asia/Shanghai";

    /** Bean Validation groups. */
    Class<?>[] groups() default {};

    /** Bean Validation payload. */
    Class<? extends Payload>[] payload() default {};

    /** Checks the rule; null is valid, and refused by {@code @NotNull} where it must be. */
    class Validator implements ConstraintValidator<ZoneName, String> {
        private static final String OF_JAVA_ALONE = "SystemV/";

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return text == null || (ZoneId.getAvailableZoneIds().contains(text) && !text.startsWith(OF_JAVA_ALONE));
        }
    }
}

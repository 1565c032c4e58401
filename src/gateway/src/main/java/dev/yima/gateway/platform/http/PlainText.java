package dev.yima.gateway.platform.http;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** Constraint of a text from a person: not blank, not too long, no control characters or broken surrogates. */
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PlainText.Validator.class)
public @interface PlainText {
    /** The rule in the answer. */
    String message() default "must be 1 to {max} characters, not blank, without control characters";

    /** The longest text, in UTF-16 units. */
    int max() default 200;

    /** Bean Validation groups. */
    Class<?>[] groups() default {};

    /** Bean Validation payload. */
    Class<? extends Payload>[] payload() default {};

    /** Checks the rule; null is valid, and refused by {@code @NotNull} where it must be. */
    class Validator implements ConstraintValidator<PlainText, String> {
        private int max;

        @Override
        public void initialize(PlainText rule) {
            max = rule.max();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            if (text == null) {
                return true;
            }
            return !text.isBlank() && text.length() <= max && text.codePoints().allMatch(this::allowed);
        }

        private boolean allowed(int codePoint) {
            return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
        }
    }
}

package dev.yima.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error, as RFC 9457 writes it.
 *
 * @param type the cause; see the reference of problems
 * @param title the cause in a few words, always the same
 * @param status the HTTP status
 * @param detail this case in a sentence
 * @param errors the fields at fault, if any
 */
@Schema(name = "Problem")
public record ProblemBody(
        @Schema(examples = "https://yima.dev/problems/invalid-field")
        String type,

        @Schema(examples = "A field is not valid") String title,
        @Schema(examples = "400") int status,
        @Schema(examples = "size must be 1 to 16777216") String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {

    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One field at fault.
     *
     * @param field its name
     * @param rule the rule that it breaks
     */
    public record FieldError(
            @Schema(examples = "size") String field,
            @Schema(examples = "must be 1 to 16777216") String rule) {}

    static ProblemBody of(ProblemType type, String detail, List<FieldError> errors) {
        return new ProblemBody(type.uri(), type.title(), type.status(), detail, errors);
    }
}

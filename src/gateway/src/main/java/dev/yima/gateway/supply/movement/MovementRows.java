package dev.yima.gateway.supply.movement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.problem.JsonFault;
import dev.yima.gateway.supply.movement.MovementResource.NewMovement;
import dev.yima.gateway.supply.movement.MovementResource.Result;
import dev.yima.gateway.supply.movement.MovementResource.RowView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a batch one by one, so that one that is malformed stops no other. */
@ApplicationScoped
class MovementRows {
    private final ObjectMapper json;
    private final Validator validator;

    MovementRows(ObjectMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /**
     * Rows of a batch.
     *
     * @param movements those that can be read, in their order
     * @param refused the answer to each row that cannot be read; null in the place of one that can
     */
    record Rows(List<NewMovement> movements, List<@Nullable RowView> refused) {
        /** The answers to all rows, given those to the rows that can be read. */
        List<RowView> answers(List<RowView> toMovements) {
            Iterator<RowView> next = toMovements.iterator();
            return refused.stream().map(row -> row == null ? next.next() : row).toList();
        }
    }

    /** Reads rows. */
    Rows read(List<JsonNode> rows) {
        List<NewMovement> movements = new ArrayList<>();
        List<@Nullable RowView> refused = new ArrayList<>();
        for (JsonNode row : rows) {
            String fault = null;
            try {
                NewMovement movement = json.treeToValue(row, NewMovement.class);
                fault = fault(movement).orElse(null);
                if (fault == null) {
                    movements.add(movement);
                }
            } catch (JsonProcessingException malformed) {
                fault = JsonFault.of(malformed).detail();
            }
            refused.add(fault == null ? null : refusal(row, fault));
        }
        return new Rows(movements, refused);
    }

    private Optional<String> fault(@Nullable NewMovement movement) {
        return movement == null
                ? Optional.of("a row must not be null")
                : validator.validate(movement).stream()
                        .map(broken -> broken.getPropertyPath() + " " + broken.getMessage())
                        .sorted()
                        .findFirst();
    }

    private static RowView refusal(JsonNode row, String fault) {
        JsonNode sequence = row.path("sequence");
        return new RowView(
                sequence.isIntegralNumber() && sequence.canConvertToLong() ? sequence.longValue() : null,
                Result.CONFLICT,
                RejectionReason.MALFORMED.slug(),
                fault);
    }
}

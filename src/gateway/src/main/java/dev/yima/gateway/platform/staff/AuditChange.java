package dev.yima.gateway.platform.staff;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that an action changed: of two records, the fields that differ are written.
 *
 * @param before the values before; null when there were none, or none are told
 * @param after the values after; null when there are none, or none are told
 */
public record AuditChange(@Nullable Object before, @Nullable Object after) {
    /** Values that are not told. */
    public static final AuditChange NONE = new AuditChange(null, null);

    /** A change of one field. */
    public static AuditChange of(String field, @Nullable Object before, @Nullable Object after) {
        return new AuditChange(
                before == null ? null : Map.of(field, before), after == null ? null : Map.of(field, after));
    }
}

package dev.yima.gateway.platform.db;

import io.vertx.mutiny.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of a statement that takes many rows at once: one array per column, as {@code unnest($1::int[], …)} reads
 * them, and plain values between them. Parameters are numbered in the order of the calls; an empty cell is NULL.
 *
 * @param <T> a row
 */
public final class Columns<T> {
    private final List<T> rows;
    private final Tuple parameters = Tuple.tuple();

    private Columns(Collection<? extends T> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Starts the parameters of some rows. */
    public static <T> Columns<T> of(Collection<? extends T> rows) {
        return new Columns<>(rows);
    }

    /** Starts the parameters of some rows, with plain values before their columns. */
    public static <T> Columns<T> of(Collection<? extends T> rows, Object... values) {
        Columns<T> columns = new Columns<>(rows);
        for (Object value : values) {
            columns = columns.value(value);
        }
        return columns;
    }

    /** Adds a column of integers. */
    public Columns<T> ints(Function<? super T, @Nullable Integer> cell) {
        parameters.addArrayOfInteger(column(Integer.class, cell));
        return this;
    }

    /** Adds a column of longs. */
    public Columns<T> longs(Function<? super T, @Nullable Long> cell) {
        parameters.addArrayOfLong(column(Long.class, cell));
        return this;
    }

    /** Adds a column of doubles. */
    public Columns<T> doubles(Function<? super T, @Nullable Double> cell) {
        parameters.addArrayOfDouble(column(Double.class, cell));
        return this;
    }

    /** Adds a column of booleans. */
    public Columns<T> booleans(Function<? super T, @Nullable Boolean> cell) {
        parameters.addArrayOfBoolean(column(Boolean.class, cell));
        return this;
    }

    /** Adds a column of texts. */
    public Columns<T> texts(Function<? super T, @Nullable String> cell) {
        parameters.addArrayOfString(column(String.class, cell));
        return this;
    }

    /** Adds a column of enums, by their names. */
    public Columns<T> names(Function<? super T, ? extends @Nullable Enum<?>> cell) {
        return texts(row -> {
            Enum<?> value = cell.apply(row);
            return value == null ? null : value.name();
        });
    }

    /** Adds a column of UUIDs. */
    public Columns<T> uuids(Function<? super T, @Nullable UUID> cell) {
        parameters.addArrayOfUUID(column(UUID.class, cell));
        return this;
    }

    /** Adds a column of moments, as {@code timestamptz}. */
    public Columns<T> instants(Function<? super T, @Nullable Instant> cell) {
        parameters.addArrayOfOffsetDateTime(column(OffsetDateTime.class, row -> utc(cell.apply(row))));
        return this;
    }

    /** Adds a column of days. */
    public Columns<T> dates(Function<? super T, @Nullable LocalDate> cell) {
        parameters.addArrayOfLocalDate(column(LocalDate.class, cell));
        return this;
    }

    /** Adds one plain value for all rows: a number, text, UUID, {@link Instant} or {@link Enum}; null is NULL. */
    public Columns<T> value(@Nullable Object value) {
        if (value instanceof Instant instant) {
            parameters.addOffsetDateTime(utc(instant));
        } else if (value instanceof Enum<?> constant) {
            parameters.addString(constant.name());
        } else {
            parameters.addValue(value);
        }
        return this;
    }

    /** The parameters so far. */
    public Tuple tuple() {
        return parameters;
    }

    /** The cell of a column whose rows may have no value. */
    public static <T, C> Function<T, @Nullable C> optional(Function<? super T, Optional<C>> cell) {
        return row -> cell.apply(row).orElse(null);
    }

    /** The name of a constant, or those of all for null: for a list that may be narrowed to one. */
    public static <E extends Enum<E>> String[] oneOrAll(Class<E> type, @Nullable E one) {
        return one == null
                ? Arrays.stream(type.getEnumConstants()).map(Enum::name).toArray(String[]::new)
                : new String[] {one.name()};
    }

    /** A moment as the driver takes it; null for null. */
    public static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    @SuppressWarnings("unchecked") // an array of the class that was asked for
    private <C> C[] column(Class<C> type, Function<? super T, ? extends @Nullable C> cell) {
        C[] column = (C[]) Array.newInstance(type, rows.size());
        for (int n = 0; n < column.length; n++) {
            column[n] = cell.apply(rows.get(n));
        }
        return column;
    }
}

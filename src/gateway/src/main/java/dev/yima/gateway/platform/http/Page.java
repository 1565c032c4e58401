package dev.yima.gateway.platform.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items at most 200
 * @param next the start of the next page, to be sent as {@code after}; null on the last page
 * @param <T> the type of the items
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** The most items a page has. */
    public static final int LIMIT_MAX = 200;

    /** The items a page has unless asked otherwise. */
    public static final String LIMIT_DEFAULT = "50";
}

package dev.yima.payout.spi;

import java.util.Map;
import java.util.UUID;

/**
 * A provider's notification as it arrived, not verified yet.
 *
 * @param brand the brand of the address that it was sent to: each brand has an address of its own
 * @param headers the HTTP headers, names in lower case
 * @param body the exact text
 */
public record PayoutCallback(UUID brand, Map<String, String> headers, String body) {
    /** Keeps a copy of the headers. */
    public PayoutCallback {
        headers = Map.copyOf(headers);
    }
}

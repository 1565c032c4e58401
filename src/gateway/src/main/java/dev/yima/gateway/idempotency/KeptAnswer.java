package dev.yima.gateway.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it is kept.
 *
 * @param status the HTTP status, 200 to 299
 * @param cookie the Set-Cookie header; null for none
 * @param body the JSON; null for none
 */
record KeptAnswer(
        int status, @Nullable String cookie, @Nullable JsonNode body) {}

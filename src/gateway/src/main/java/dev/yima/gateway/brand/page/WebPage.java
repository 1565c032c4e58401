package dev.yima.gateway.brand.page;

import java.util.Map;

/**
 * A rendered page.
 *
 * @param status the HTTP status
 * @param headers the HTTP headers
 * @param html the body
 */
public record WebPage(int status, Map<String, String> headers, String html) {}

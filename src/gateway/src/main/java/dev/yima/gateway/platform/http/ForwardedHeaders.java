package dev.yima.gateway.platform.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Reader of the headers by which proxies tell for whom they forward: {@code X-Forwarded-For} and
 * {@code X-Forwarded-Proto}, and {@code Forwarded} (RFC 7239). Each proxy appends to what it was sent, so lists are
 * read from their end: what the nearest proxy wrote reads the same, whatever a client wrote before it.
 */
final class ForwardedHeaders {
    /** The most elements of a list that are looked at, from its end. */
    static final int ELEMENTS_MAX = 32;

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String FORWARDED = "Forwarded";
    private static final String HTTPS = "https";

    private ForwardedHeaders() {}

    /** Whether the headers tell for whom a request is forwarded. */
    static boolean areIn(MultiMap headers) {
        return headers.contains(FOR) || headers.contains(FORWARDED);
    }

    /**
     * The addresses that the headers name, the nearest first; a text that is no address where a proxy named none.
     * {@code Forwarded} is read only without {@code X-Forwarded-For}, which nearly every proxy writes: one that writes
     * only that passes on the {@code Forwarded} of its client.
     */
    static List<String> addresses(MultiMap headers) {
        return headers.contains(FOR)
                ? elements(list(headers, FOR), ',').stream()
                        .map(ForwardedHeaders::address)
                        .toList()
                : elements(list(headers, FORWARDED), ',').stream()
                        .map(element -> address(parameter(element, "for")))
                        .toList();
    }

    /** Whether anybody on the way says that the request came over https. */
    static boolean sayHttps(MultiMap headers) {
        return elements(list(headers, PROTO), ',').stream().anyMatch(HTTPS::equalsIgnoreCase)
                || elements(list(headers, FORWARDED), ',').stream()
                        .anyMatch(element -> HTTPS.equalsIgnoreCase(parameter(element, "proto")));
    }

    private static String list(MultiMap headers, String name) {
        return String.join(",", headers.getAll(name));
    }

    /** The elements of a list, the last first, without the space around them; a separator in quotes separates none. */
    private static List<String> elements(String list, char separator) {
        List<String> elements = new ArrayList<>();
        int end = list.length();
        boolean quoted = false;
        for (int i = end - 1; i >= 0 && elements.size() < ELEMENTS_MAX; i--) {
            if (list.charAt(i) == '"' && !isEscaped(list, i)) {
                quoted = !quoted;
            } else if (list.charAt(i) == separator && !quoted) {
                add(list.substring(i + 1, end), elements);
                end = i;
            }
        }
        if (elements.size() < ELEMENTS_MAX) {
            add(list.substring(0, end), elements);
        }
        return elements;
    }

    /** Adds an element; an empty one is none (RFC 9110, 5.6.1.2). */
    private static void add(String element, List<String> elements) {
        if (!element.isBlank()) {
            elements.add(element.strip());
        }
    }

    /** Whether a backslash escapes a character: an odd number of them stands before it. */
    private static boolean isEscaped(String text, int at) {
        int before = at;
        while (before > 0 && text.charAt(before - 1) == '\\') {
            before--;
        }
        return (at - before) % 2 == 1;
    }

    /** The value of a parameter of an element of {@code Forwarded}, without quotes; empty when it has none. */
    private static String parameter(String element, String name) {
        for (String pair : elements(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(name)) {
                String value = pair.substring(equals + 1);
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
            }
        }
        return "";
    }

    /** The address of a node, without its port and the brackets of IPv6; another text, such as "unknown", as it is. */
    private static String address(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 ? node : node.substring(1, end);
        }
        int colon = node.indexOf(':');
        return colon == node.lastIndexOf(':') && colon > 0 ? node.substring(0, colon) : node;
    }
}

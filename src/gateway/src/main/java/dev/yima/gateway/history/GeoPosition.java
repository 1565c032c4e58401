package dev.yima.gateway.history;

/**
 * Where a scan happened, as far as the person offered it.
 *
 * @param latitude degrees north, -90 to 90 (WGS 84)
 * @param longitude degrees east, -180 to 180 (WGS 84)
 * @param accuracyM how far off it may be, in metres
 */
public record GeoPosition(double latitude, double longitude, double accuracyM) {}

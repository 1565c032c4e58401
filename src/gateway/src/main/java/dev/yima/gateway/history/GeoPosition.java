package dev.yima.gateway.history;

/**
 * The position of a scan, as the person's device offered it.
 *
 * @param latitude degrees north, -90 to 90 (WGS 84)
 * @param longitude degrees east, -180 to 180 (WGS 84)
 * @param accuracyM the radius in which the true position lies, in metres
 */
public record GeoPosition(double latitude, double longitude, double accuracyM) {}

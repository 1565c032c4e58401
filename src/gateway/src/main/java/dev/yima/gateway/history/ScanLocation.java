package dev.yima.gateway.history;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody was, with what tells it and how exact that is. A place never comes without the two: a province that a
 * network is in is no point on a map.
 *
 * @param source what tells it
 * @param accuracy how exact it is
 * @param region the province, a code of GB/T 2260, 000000 for abroad; of {@code NETWORK}
 * @param latitude degrees north (WGS 84); of {@code OFFERED}
 * @param longitude degrees east (WGS 84); of {@code OFFERED}
 * @param accuracyM how far off it may be, in metres; of {@code OFFERED}
 */
@Schema(name = "SeenAt")
public record ScanLocation(
        Source source,
        Accuracy accuracy,
        @Nullable @Schema(examples = "510000") String region,
        @Nullable @Schema(examples = "30.66") Double latitude,
        @Nullable @Schema(examples = "104.06") Double longitude,
        @Nullable @Schema(examples = "50") Double accuracyM) {

    /** What tells where somebody was. */
    public enum Source {
        /** The network that they came by, looked up in lists. */
        NETWORK,
        /** They themselves, by what their device said. */
        OFFERED
    }

    /** How exact a place is. */
    public enum Accuracy {
        /** Somewhere in the province. */
        PROVINCE,
        /** Within so many metres. */
        METRES
    }

    /** The province of a network. */
    public static ScanLocation network(String region) {
        return new ScanLocation(Source.NETWORK, Accuracy.PROVINCE, region, null, null, null);
    }

    /** A position that was offered. */
    public static ScanLocation offered(GeoPosition place) {
        return new ScanLocation(
                Source.OFFERED, Accuracy.METRES, null, place.latitude(), place.longitude(), place.accuracyM());
    }

    /** All that is known of where a scan was; nothing when nothing is. */
    public static List<ScanLocation> all(@Nullable String region, @Nullable GeoPosition offered) {
        List<ScanLocation> places = new ArrayList<>();
        if (region != null) {
            places.add(network(region));
        }
        if (offered != null) {
            places.add(offered(offered));
        }
        return places;
    }
}

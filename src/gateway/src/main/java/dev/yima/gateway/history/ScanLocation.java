package dev.yima.gateway.history;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The location of a scan with its source and accuracy, without which it would mislead: the province of a network is no
 * point on a map.
 *
 * @param source the source
 * @param accuracy the accuracy
 * @param region the province, a code of GB/T 2260, 000000 for abroad; of {@code NETWORK}
 * @param latitude degrees north (WGS 84); of {@code OFFERED}
 * @param longitude degrees east (WGS 84); of {@code OFFERED}
 * @param accuracyM the radius in which the true position lies, in metres; of {@code OFFERED}
 */
@Schema(name = "SeenAt")
public record ScanLocation(
        Source source,
        Accuracy accuracy,
        @Nullable @Schema(examples = "510000") String region,
        @Nullable @Schema(examples = "30.66") Double latitude,
        @Nullable @Schema(examples = "104.06") Double longitude,
        @Nullable @Schema(examples = "50") Double accuracyM) {

    /** The source of a location. */
    @Schema(name = "LocationSource")
    public enum Source {
        /** The network of the request, looked up in lists. */
        NETWORK,
        /** The person, through their device. */
        OFFERED
    }

    /** The accuracy of a location. */
    public enum Accuracy {
        /** Somewhere in the province. */
        PROVINCE,
        /** Within {@code accuracyM} metres. */
        METRES
    }

    /** The location of a network: a province. */
    public static ScanLocation network(String region) {
        return new ScanLocation(Source.NETWORK, Accuracy.PROVINCE, region, null, null, null);
    }

    /** The location of a position that was offered. */
    public static ScanLocation offered(GeoPosition position) {
        return new ScanLocation(
                Source.OFFERED, Accuracy.METRES, null, position.latitude(), position.longitude(), position.accuracyM());
    }

    /** All known locations of a scan, by network and by offer; empty when none is known. */
    public static List<ScanLocation> all(@Nullable String region, @Nullable GeoPosition offered) {
        List<ScanLocation> locations = new ArrayList<>();
        if (region != null) {
            locations.add(network(region));
        }
        if (offered != null) {
            locations.add(offered(offered));
        }
        return locations;
    }
}

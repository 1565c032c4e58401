package dev.yima.engine.diversion;

import dev.yima.engine.place.Region;
import java.util.List;

/**
 * The territory in which a dealer's goods may be sold: codes of GB/T 2260, of provinces or parts of them. None is
 * everywhere.
 *
 * @param codes six digits each; two are of the province, two of the city and two of the county
 */
public record Territory(List<String> codes) {
    private static final int LEVEL_DIGITS = 2;
    private static final String WHOLE = "00";

    /** Keeps the codes as they are. */
    public Territory {
        codes = List.copyOf(codes);
    }

    /**
     * Whether a place is outside for sure. Where less is known of the place than the territory says, such as only the
     * province of a city, it is not: doubt speaks for the dealer.
     *
     * @param region a code of GB/T 2260, or that of {@link Region#ABROAD}
     */
    public boolean excludes(String region) {
        String place = significant(region);
        return !codes.isEmpty()
                && (place.isEmpty()
                        || codes.stream()
                                .map(Territory::significant)
                                .noneMatch(code -> code.startsWith(place) || place.startsWith(code)));
    }

    /** The digits that say something: 510000 is 51, and 510100 is 5101. */
    private static String significant(String code) {
        int end = code.length();
        while (end > 0 && code.startsWith(WHOLE, end - LEVEL_DIGITS)) {
            end -= LEVEL_DIGITS;
        }
        return code.substring(0, end);
    }
}

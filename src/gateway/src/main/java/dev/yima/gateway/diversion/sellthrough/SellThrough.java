package dev.yima.gateway.diversion.sellthrough;

import dev.yima.engine.diversion.Territory;
import dev.yima.gateway.diversion.DealerCount;
import dev.yima.gateway.diversion.decision.DealerView;
import dev.yima.gateway.diversion.decision.DealerView.Place;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Sell-through: cases shipped to dealers against items scanned.
 *
 * @param itemsPerCase items scanned for each case shipped, of the whole brand; null while nothing is shipped
 * @param regions by region
 * @param dealers by dealer
 * @param next the start of the next page of dealers, to be sent as {@code after}; null at the end
 */
@Schema(name = "DiversionFlows")
public record SellThrough(
        @Nullable Double itemsPerCase,
        List<OfRegion> regions,
        List<OfDealer> dealers,
        @Nullable String next) {
    /** The least number of shipped cases for a signal. */
    static final int CASES_MIN = 20;

    private static final double MUCH = 2;
    private static final double LITTLE = 0.5;
    private static final int PROVINCE_DIGITS = 2;
    private static final String WHOLE = "0000";

    /** Signal of an unusual ratio. */
    @Schema(name = "FlowSignal")
    public enum Signal {
        /** Much is shipped and little is scanned: goods may lie in store, or be sold elsewhere. */
        HOARDING,
        /** Much is scanned and little is shipped: goods may come from elsewhere. */
        INFLOW
    }

    /**
     * Sell-through of a dealer.
     *
     * @param dealerId the dealer
     * @param name its name
     * @param casesShipped cases that went to the dealer
     * @param casesReturned cases that came back
     * @param items items that were scanned
     * @param itemsPerCase items for each case that did not come back; null where there is none
     * @param relative that of the dealer against that of the brand
     * @param signal the signal; null for none
     * @param regions scans by region
     */
    @Schema(name = "DiversionFlowOfDealer")
    public record OfDealer(
            UUID dealerId,
            @Schema(examples = "East Lake Beverages") String name,
            int casesShipped,
            int casesReturned,
            int items,
            @Nullable Double itemsPerCase,
            @Nullable Double relative,
            @Nullable Signal signal,
            List<Place> regions) {}

    /**
     * Sell-through of a region.
     *
     * @param region its code
     * @param name its name
     * @param casesShipped cases at dealers of whose territory it is a part, less those that came back
     * @param items items that were scanned there first, of all dealers
     * @param itemsOfOthers those of them of dealers of whose territory it is no part
     * @param itemsPerCase items for each case; null where there is none
     * @param relative that of the region against that of the brand
     * @param signal the signal; null for none
     */
    @Schema(name = "DiversionFlowOfRegion")
    public record OfRegion(
            @Schema(examples = "440000") String region,
            @Schema(examples = "Guangdong") String name,
            int casesShipped,
            int items,
            int itemsOfOthers,
            @Nullable Double itemsPerCase,
            @Nullable Double relative,
            @Nullable Signal signal) {}

    /** The flows of a brand, from all its dealers; those of some of them in detail. */
    static SellThrough of(List<DealerCount> all, List<DealerCount> page, @Nullable String next) {
        int shipped = all.stream().mapToInt(SellThrough::kept).sum();
        int items = all.stream().mapToInt(one -> one.regions().total()).sum();
        Double usual = ratio(items, shipped);
        return new SellThrough(
                usual,
                regions(all, usual),
                page.stream().map(one -> ofDealer(one, usual)).toList(),
                next);
    }

    private static int kept(DealerCount dealer) {
        return Math.max(0, dealer.shipped() - dealer.returned());
    }

    private static OfDealer ofDealer(DealerCount one, @Nullable Double usual) {
        int items = one.regions().total();
        Double each = ratio(items, kept(one));
        Double relative = relative(each, usual);
        return new OfDealer(
                one.dealer(),
                one.name(),
                one.shipped(),
                one.returned(),
                items,
                each,
                relative,
                signal(kept(one), items, relative),
                DealerView.places(one.regions(), one));
    }

    private static List<OfRegion> regions(List<DealerCount> all, @Nullable Double usual) {
        Map<String, Integer> shipped = new TreeMap<>();
        Map<String, Integer> items = new TreeMap<>();
        Map<String, Integer> others = new TreeMap<>();
        for (DealerCount dealer : all) {
            provinces(dealer.territory()).forEach(region -> shipped.merge(region, kept(dealer), Integer::sum));
            dealer.regions().all().forEach((region, count) -> {
                items.merge(region, count, Integer::sum);
                others.merge(region, dealer.territory().excludes(region) ? count : 0, Integer::sum);
            });
        }
        TreeSet<String> regions = new TreeSet<>(shipped.keySet());
        regions.addAll(items.keySet());
        return regions.stream()
                .map(region -> {
                    int cases = shipped.getOrDefault(region, 0);
                    int count = items.getOrDefault(region, 0);
                    Double each = ratio(count, cases);
                    Double relative = relative(each, usual);
                    return new OfRegion(
                            region,
                            DealerView.name(region),
                            cases,
                            count,
                            others.getOrDefault(region, 0),
                            each,
                            relative,
                            signal(cases, count, relative));
                })
                .toList();
    }

    private static TreeSet<String> provinces(Territory territory) {
        TreeSet<String> provinces = new TreeSet<>();
        territory.codes().forEach(code -> provinces.add(code.substring(0, PROVINCE_DIGITS) + WHOLE));
        return provinces;
    }

    private static @Nullable Double ratio(int items, int cases) {
        return cases == 0 ? null : Double.valueOf((double) items / cases);
    }

    private static @Nullable Double relative(@Nullable Double each, @Nullable Double usual) {
        return each == null || usual == null || usual == 0 ? null : Double.valueOf(each / usual);
    }

    /** The signal of a ratio; null for none. Without shipments, {@link #CASES_MIN} items are a signal. */
    private static @Nullable Signal signal(int cases, int items, @Nullable Double relative) {
        if (cases == 0) {
            return items >= CASES_MIN ? Signal.INFLOW : null;
        }
        if (cases < CASES_MIN || relative == null) {
            return null;
        }
        if (relative >= MUCH) {
            return Signal.INFLOW;
        }
        return relative <= LITTLE ? Signal.HOARDING : null;
    }
}

package dev.yima.codegen.mint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.yima.codec.CodeKind;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codec.Pack;
import dev.yima.codegen.folder.Manifest;
import dev.yima.codegen.server.LotOrder;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order of any size, split over lots: all that a run of the mint decides, before anybody is asked for anything. It
 * is the journal of the run; the lots are asked for under the keys that stand here, so that a run that goes on gets
 * the lots that the first one made.
 *
 * @param number the order number
 * @param asked the order as it was asked for
 * @param lots the lots to be made
 */
record OrderPlan(String number, OrderRequest asked, List<PlannedLot> lots) {
    /** The largest order: as many lots as there are numbers would be far more than anybody prints. */
    static final long SIZE_MAX = 10_000_000_000L;

    private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int RANDOM_SYMBOLS = 6;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    /**
     * The order as the command line gives it.
     *
     * @param kind the purpose of the codes
     * @param size the number of codes in all
     * @param shardRows rows of a file; 0 for one file a lot
     * @param productId the product to bind the lots to
     * @param campaignId the campaign to bind the lots to
     * @param label the label that staff gave the lots
     * @param recipients whom each lot is copied for; none for the brand's own copy
     * @param honeys the number of codes that stand in each recipient's copy alone; they come on top of {@code size}
     * @param mixed whether those are scattered among the others
     * @param packs the packing of the codes, from the inside
     * @param test whether the lots are test lots
     */
    record OrderRequest(
            CodeKind kind,
            long size,
            int shardRows,
            @Nullable String productId,
            @Nullable String campaignId,
            @Nullable String label,
            List<RecipientRef> recipients,
            int honeys,
            boolean mixed,
            List<PackRef> packs,
            boolean test) {
        /** Codes of each lot that are sold to nobody. */
        int honeysOfLot() {
            return honeys * recipients.size();
        }

        /** As the command line says it. */
        String told() {
            StringBuilder told =
                    new StringBuilder("--kind ").append(kind).append(" --size ").append(size);
            if (shardRows > 0) {
                told.append(" --shard-rows ").append(shardRows);
            }
            option(told, "--product", productId);
            option(told, "--campaign", campaignId);
            option(told, "--label", label);
            recipients.forEach(recipient -> told.append(" --recipient ").append(recipient.told()));
            if (!recipients.isEmpty()) {
                told.append(" --honey ").append(honeys).append(mixed ? " --honey-mixed" : "");
            }
            packs.forEach(pack ->
                    told.append(" --pack ").append(pack.size).append(':').append(pack.kind));
            told.append(test ? " --test" : "");
            return told.toString();
        }

        private static void option(StringBuilder told, String name, @Nullable String value) {
            if (value != null) {
                told.append(' ').append(name).append(' ').append(value);
            }
        }
    }

    /**
     * Whom a copy is for.
     *
     * @param name the name that the brand gave them
     * @param key their public key; null for a passphrase, which is written down nowhere
     */
    record RecipientRef(String name, @Nullable String key) {
        String told() {
            return key == null ? name + "=passphrase" : name + "=" + key;
        }
    }

    /**
     * A level of packs.
     *
     * @param size the number of the level below that are in one
     * @param kind the purpose of the codes on them
     */
    record PackRef(int size, CodeKind kind) {}

    /**
     * One lot of an order.
     *
     * @param request the key that it is asked for under
     * @param size the number of codes it has, with those that are sold to nobody
     * @param level 0 for what was ordered, 1 for the packs that it is in, and so on
     * @param parent the place, among the lots, of the one for its packs; -1 for none
     * @param number its number, once the server has made it
     */
    record PlannedLot(
            UUID request,
            int size,
            int level,
            int parent,
            @Nullable String number) {}

    /**
     * Plans an order: lots of the largest size, and one with the rest; before each the lots of its packs, the outermost
     * first, since a lot names its parent.
     */
    static OrderPlan of(OrderRequest asked, SecureRandom random) {
        List<PlannedLot> lots = new ArrayList<>();
        int goodsMax = LotCodec.SIZE_MAX - asked.honeysOfLot();
        long together = 1;
        for (PackRef pack : asked.packs) {
            together *= pack.size;
            if (together > goodsMax) {
                throw CommandFailed.usage("must fit in a lot, at most " + goodsMax + " codes: --pack, together "
                        + together + " and more");
            }
        }
        goodsMax -= (int) (goodsMax % together);
        for (long rest = asked.size; rest > 0; rest -= goodsMax) {
            addWithPacks(lots, asked, (int) Math.min(rest, goodsMax));
        }
        StringBuilder number = new StringBuilder(DAY.format(LocalDate.now(ZoneOffset.UTC))).append('-');
        random.ints(RANDOM_SYMBOLS, 0, SYMBOLS.length()).forEach(symbol -> number.append(SYMBOLS.charAt(symbol)));
        return new OrderPlan(number.toString(), asked, List.copyOf(lots));
    }

    private static void addWithPacks(List<PlannedLot> lots, OrderRequest asked, int goods) {
        int[] counts = new int[asked.packs.size() + 1];
        counts[0] = goods;
        for (int level = 1; level < counts.length; level++) {
            counts[level] = new Pack(asked.packs.get(level - 1).size).packs(counts[level - 1]);
        }
        for (int level = counts.length - 1; level >= 0; level--) {
            int parent = level == counts.length - 1 ? -1 : lots.size() - 1;
            lots.add(new PlannedLot(UUID.randomUUID(), counts[level] + asked.honeysOfLot(), level, parent, null));
        }
    }

    /**
     * Reads the journal of an interrupted run.
     *
     * @throws CommandFailed when that run was asked for something else
     */
    static OrderPlan resumed(byte[] journal, OrderRequest asked) {
        OrderPlan plan = null;
        try {
            plan = MAPPER.readValue(journal, OrderPlan.class);
        } catch (IOException e) {
            // Said below, as for a journal that says nothing.
        }
        if (plan == null || plan.number == null || plan.asked == null || plan.lots == null || plan.lots.isEmpty()) {
            throw CommandFailed.failed("must be the journal of an order, or take the folder away: it makes no sense");
        }
        if (!plan.asked.equals(asked)) {
            throw CommandFailed.failed("must be asked for the same as order " + plan.number
                    + ", which was interrupted there, or go to another folder: it was asked for " + plan.asked.told());
        }
        return plan;
    }

    byte[] journal() {
        try {
            return MAPPER.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings and numbers can be written", e);
        }
    }

    /**
     * The same plan, now that the server has made a lot.
     *
     * @throws CommandFailed when a run before this one was given another lot, as by another server
     */
    OrderPlan made(int index, LotNumber lot) {
        PlannedLot planned = lots.get(index);
        if (planned.number != null && !planned.number.equals(lot.text())) {
            throw CommandFailed.failed("must be the server that made lot " + planned.number + " for order " + number
                    + ": it has made lot " + lot + " now");
        }
        List<PlannedLot> now = new ArrayList<>(lots);
        now.set(index, new PlannedLot(planned.request, planned.size, planned.level, planned.parent, lot.text()));
        return new OrderPlan(number, asked, List.copyOf(now));
    }

    /** Codes of all lots, those of packs too. */
    long codes() {
        return lots.stream().mapToLong(PlannedLot::size).sum();
    }

    /** The purpose of a lot's codes. */
    CodeKind kind(PlannedLot lot) {
        return lot.level == 0 ? asked.kind : asked.packs.get(lot.level - 1).kind;
    }

    /** The packs of a lot; empty when there are none. */
    Manifest.PackRef pack(PlannedLot lot) {
        if (lot.parent < 0) {
            return new Manifest.PackRef(lot.level, "", 0);
        }
        String parent = Objects.requireNonNull(lots.get(lot.parent).number, "the lots of packs are made first");
        return new Manifest.PackRef(lot.level, parent, asked.packs.get(lot.level).size);
    }

    LotOrder lot(int index) {
        PlannedLot lot = lots.get(index);
        Manifest.PackRef pack = pack(lot);
        // Packs pay nobody, so they are bound to the product only.
        String campaignId = lot.level == 0 ? asked.campaignId : null;
        return new LotOrder(
                kind(lot),
                lot.size,
                asked.productId,
                campaignId,
                asked.label,
                number,
                pack.parent(),
                pack.size(),
                asked.test);
    }
}

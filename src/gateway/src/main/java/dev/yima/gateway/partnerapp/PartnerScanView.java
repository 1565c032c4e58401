package dev.yima.gateway.partnerapp;

import dev.yima.codec.CodeKind;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.people.Permission;
import dev.yima.gateway.reward.coupon.CouponRepository.Redeemed;
import dev.yima.gateway.supply.commission.PartnerEarnings;
import dev.yima.gateway.supply.trace.GoodsLocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a partner's people shows.
 *
 * @param self who they are, where they work and what they earn
 * @param said what to say about what was just asked for
 * @param goods the code in their hand, if there is one
 * @param symbols that code, as its address carries it
 */
record PartnerScanView(
        PartnerDashboard.Self self, Said said, @Nullable GoodsView goods, String symbols) {
    private static final int LATEST = 10;

    /**
     * What to say.
     *
     * @param note about what was asked for; null when nothing was
     * @param reward what was earned by it
     * @param redeemed the coupon that was redeemed
     */
    record Said(
            @Nullable ActionNotice note,
            @Nullable Reward reward,
            @Nullable Redeemed redeemed) {
        static final Said NOTHING = new Said(null, null, null);

        static Said of(ActionNotice note) {
            return new Said(note, null, null);
        }

        static Said of(ActionNotice note, @Nullable Reward reward) {
            return new Said(note, reward, null);
        }
    }

    /** Something that can be done with the code. */
    enum Act {
        /** Receive the goods. */
        RECEIVE,
        /** Open the case. */
        OPEN,
        /** Stand for it as its guide. */
        STAND,
        /** Claim the guide's reward. */
        CLAIM;

        /** As the address names it. */
        public String path() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A button.
     *
     * @param act what it does
     * @param partner for whom; null where that follows from the code
     * @param name what people call them
     */
    record Button(Act act, @Nullable UUID partner, String name) {}

    /** What can be done with the code in hand, one for each partner for whom the person may. */
    public List<Button> buttons() {
        List<Button> buttons = new ArrayList<>();
        if (goods == null) {
            return buttons;
        }
        if (goods.where() == GoodsLocation.SENT_HERE && goods.kind() != CodeKind.ITEM_INNER) {
            buttons.add(new Button(Act.RECEIVE, null, ""));
        }
        if (goods.kind() == CodeKind.CASE_INNER && goods.isOnSale() && goods.openedAt() == null) {
            add(buttons, Act.OPEN, post -> post.may().contains(Permission.OPEN));
        }
        boolean stands = goods.kind() != CodeKind.ITEM_INNER && goods.kind() != CodeKind.PALLET;
        boolean others = goods.openedAt() != null && !goods.openedByUs();
        if (stands && !others && goods.isOnSale() && said.note() != ActionNotice.STANDING) {
            add(buttons, Act.STAND, post -> post.slot() == ClaimSlot.GUIDE);
        }
        if (goods.kind() == CodeKind.ITEM_INNER && goods.isOnSale() && said.note() != ActionNotice.EARNED) {
            add(buttons, Act.CLAIM, post -> post.slot() == ClaimSlot.GUIDE);
        }
        return buttons;
    }

    private void add(List<Button> buttons, Act act, Predicate<PartnerDashboard.Post> may) {
        stores(may).forEach(post -> buttons.add(new Button(act, post.partnerId(), post.name())));
    }

    private List<PartnerDashboard.Post> stores(Predicate<PartnerDashboard.Post> may) {
        Set<UUID> seen = new HashSet<>();
        return self.posts().stream()
                .filter(post -> post.kind() == PartnerKind.STORE)
                .filter(may)
                .filter(post -> seen.add(post.partnerId()))
                .toList();
    }

    /** The stores for which the person redeems coupons. */
    public List<PartnerDashboard.Post> tills() {
        return stores(post -> post.may().contains(Permission.REDEEM));
    }

    /** Whether the person works at several places, so that buttons say for which. */
    public boolean several() {
        return self.posts().stream()
                        .map(PartnerDashboard.Post::partnerId)
                        .distinct()
                        .count()
                > 1;
    }

    /** The latest rewards, as many as fit on a phone. */
    public List<PartnerEarnings.Earning> latest() {
        return self.latest().subList(0, Math.min(LATEST, self.latest().size()));
    }

    /** Whether the code in hand has a packet for guests. */
    public boolean hasPacket() {
        return goods != null && goods.kind() == CodeKind.ITEM_INNER;
    }

    /** The code as people read it. */
    public String grouped() {
        return CodeReader.read(symbols) instanceof Wellformed read ? read.code().grouped() : symbols;
    }
}

package dev.yima.gateway.partnerapp;

import dev.yima.codec.CodeKind;
import dev.yima.codec.CodeReader;
import dev.yima.codec.CodeReading.Wellformed;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.people.Permission;
import dev.yima.gateway.platform.http.Form;
import dev.yima.gateway.reward.coupon.RedeemedCoupon;
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
 * Content of the page of a partner's employee.
 *
 * @param self the employee, their posts and earnings
 * @param said the outcome of the act that was just asked for
 * @param goods the scanned goods; null without a code
 * @param symbols the code, as its address carries it; empty without one
 */
record PartnerScanView(
        PartnerDashboard.Self self, Outcome said, @Nullable GoodsView goods, String symbols) {
    private static final int LATEST = 10;

    /**
     * Outcome of an act.
     *
     * @param note its notice; null when nothing was asked for
     * @param reward the reward that was earned; null for none
     * @param redeemed the coupon that was redeemed; null for none
     * @param question what is to be confirmed first; null for nothing
     * @param entered the coupon as it was typed, to be corrected or confirmed; empty for none
     * @param repeated the form to be sent again with the PIN; null for none
     */
    record Outcome(
            @Nullable ActionNotice note,
            @Nullable Reward reward,
            @Nullable RedeemedCoupon redeemed,
            @Nullable Question question,
            String entered,
            @Nullable RepeatedForm repeated) {
        static final Outcome NONE = new Outcome(null, null, null, null, "", null);

        static Outcome of(ActionNotice note) {
            return of(note, null);
        }

        static Outcome of(ActionNotice note, @Nullable Reward reward) {
            return new Outcome(note, reward, null, null, "", null);
        }

        static Outcome of(RedeemedCoupon redeemed) {
            return new Outcome(ActionNotice.REDEEMED, null, redeemed, null, "", null);
        }

        static Outcome of(Question question) {
            return new Outcome(null, null, null, question, "", null);
        }

        /** The same with the coupon as it was typed, unless that is done with. */
        Outcome after(String typed) {
            return note != null && note.good() ? this : new Outcome(note, reward, redeemed, question, typed, repeated);
        }

        /** The same with the form that asked for it, where that is to be sent again with the PIN. */
        Outcome repeating(RepeatedForm form) {
            return note != null && note.asksForPin()
                    ? new Outcome(note, reward, redeemed, question, entered, form)
                    : this;
        }

        /** The status of its page. */
        int status() {
            return note == null || note.good() || note == ActionNotice.CONFIRMATION_NEEDED ? 200 : 409;
        }
    }

    /**
     * A form that is sent again as it came, with the PIN.
     *
     * @param act the last part of its address
     * @param fields its fields, but for the brand and the PIN
     */
    record RepeatedForm(String act, List<Field> fields) {
        private static final List<String> NAMES = List.of("code", "partnerId", "sure", "coupon", "redemption");

        static RepeatedForm of(String act, Form form) {
            return new RepeatedForm(
                    act,
                    NAMES.stream()
                            .filter(name -> !form.text(name).isEmpty())
                            .map(name -> new Field(name, form.text(name)))
                            .toList());
        }

        /** A field of a form. */
        record Field(String name, String value) {}
    }

    /**
     * An act that cannot be undone, and is to be confirmed before it is done.
     *
     * @param partner the partner for which the employee acts; null where that follows from their posts
     * @param coupon the coupon to be redeemed; null for a case to be opened
     */
    record Question(@Nullable UUID partner, @Nullable RedeemedCoupon coupon) {}

    /** Act on a code. */
    enum Act {
        /** Receive the goods. */
        RECEIVE,
        /** Open the case. */
        OPEN,
        /** Become its promoter. */
        STAND,
        /** Claim the promoter's reward. */
        CLAIM;

        /** The last part of its address. */
        public String path() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A button.
     *
     * @param act its act
     * @param partner the partner for which it acts; null where that follows from the code
     * @param name the partner's name; empty without one
     */
    record Button(Act act, @Nullable UUID partner, String name) {}

    /** The name of the partner for which an act is to be confirmed; empty where that follows from the posts. */
    public String askedFor() {
        UUID partner = said.question() == null ? null : said.question().partner();
        return self.posts().stream()
                .filter(post -> post.partnerId().equals(partner))
                .map(PartnerDashboard.Post::name)
                .findFirst()
                .orElse("");
    }

    /** Buttons for the acts that the goods and the posts permit, one for each partner. */
    public List<Button> buttons() {
        List<Button> buttons = new ArrayList<>();
        if (goods == null) {
            return buttons;
        }
        if (goods.where() == GoodsLocation.SENT_HERE && goods.kind() != CodeKind.ITEM_INNER) {
            buttons.add(new Button(Act.RECEIVE, null, ""));
        }
        if (goods.kind() == CodeKind.CASE_INNER
                && goods.isOnSale()
                && (goods.openedAt() == null || !goods.openedByUs())) {
            add(buttons, Act.OPEN, post -> post.may().contains(Permission.OPEN));
        }
        boolean takesPromoter = goods.kind() != CodeKind.ITEM_INNER && goods.kind() != CodeKind.PALLET;
        boolean isOthers = goods.openedAt() != null && !goods.openedByUs();
        if (takesPromoter && !isOthers && goods.isOnSale() && said.note() != ActionNotice.STANDING) {
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
        Set<UUID> listed = new HashSet<>();
        return self.posts().stream()
                .filter(post -> post.kind() == PartnerKind.STORE)
                .filter(may)
                .filter(post -> listed.add(post.partnerId()))
                .toList();
    }

    /** The stores for which the employee may redeem coupons. */
    public List<PartnerDashboard.Post> tills() {
        return stores(post -> post.may().contains(Permission.REDEEM));
    }

    /** A number for the form of a redemption, which tells sending it again from redeeming again. */
    public UUID redemption() {
        return UUID.randomUUID();
    }

    /** Whether the employee has several partners, so that buttons name them. */
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

    /** Whether the code has a packet for consumers. */
    public boolean hasPacket() {
        return goods != null && goods.kind() == CodeKind.ITEM_INNER && !goods.isStopped();
    }

    /** The code in groups of symbols. */
    public String grouped() {
        return CodeReader.read(symbols) instanceof Wellformed read ? read.code().grouped() : symbols;
    }
}

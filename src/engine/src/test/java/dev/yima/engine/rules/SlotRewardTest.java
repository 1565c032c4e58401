package dev.yima.engine.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.prize.Bonus.Nth;
import dev.yima.engine.prize.Bonus.Window;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.prize.Claimant;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeAward;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.prize.SlotReward;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a consumer's claim gives to others. */
class SlotRewardTest {
    private static final Instant NOON = Instant.parse("2026-06-01T04:00:00Z");
    private static final Prize PACKET = new Prize(PrizeKind.CASH, 100, 10);

    private static SlotReward usual(ClaimSlot slot, long amount, int count) {
        return new SlotReward(slot, Optional.empty(), new Prize(PrizeKind.CASH, amount, count));
    }

    private static SlotReward ladder(ClaimSlot slot, int n, long amount, int count) {
        return new SlotReward(slot, Optional.of(new Nth(n, Window.MONTH)), new Prize(PrizeKind.CASH, amount, count));
    }

    private static CampaignRules rules(SlotReward... rewards) {
        PrizePool pool = new PrizePool(100, List.of(PACKET), DrawKind.EXACT, List.of(), List.of(rewards));
        return new CampaignRules(new UUID(1, 2), "CNY", pool);
    }

    private static Claimant after(int thisMonth) {
        return new Claimant(NOON, 0, 0, thisMonth, thisMonth, 0, Map.of(), 0, Set.of());
    }

    @Test
    void eachClaimGivesTheUsualRewardAndTheLadderTakesItsPlace() {
        CampaignRules rules = rules(
                usual(ClaimSlot.STORE, 10, 100), usual(ClaimSlot.GUIDE, 5, 100), ladder(ClaimSlot.GUIDE, 3, 500, 1));
        CampaignProgress none = CampaignProgress.none(rules.pool());
        assertEquals(
                10,
                rules.slotReward(ClaimSlot.STORE, after(0), none).orElseThrow().amount());
        assertEquals(
                5,
                rules.slotReward(ClaimSlot.GUIDE, after(1), none).orElseThrow().amount());
        PrizeAward third = rules.slotReward(ClaimSlot.GUIDE, after(2), none).orElseThrow();
        assertEquals(500, third.amount());
        assertEquals(3, third.line(), "lines of slots follow those that are drawn");
        assertEquals(
                5,
                rules.slotReward(ClaimSlot.GUIDE, after(3), none).orElseThrow().amount());
        assertEquals(
                5,
                rules.slotReward(ClaimSlot.GUIDE, after(2), none.with(third))
                        .orElseThrow()
                        .amount(),
                "the ladder is used up");
        assertTrue(rules.slotReward(ClaimSlot.DEALER, after(0), none).isEmpty());
        assertEquals(Set.of(ClaimSlot.STORE, ClaimSlot.GUIDE), rules.slots());
    }

    @Test
    void thePoolIsFundedForAllOfThem() {
        CampaignRules rules = rules(
                usual(ClaimSlot.STORE, 10, 100), usual(ClaimSlot.DEALER, 3, 100), ladder(ClaimSlot.DEALER, 2, 50, 4));
        assertEquals(1_000 + 1_000 + 300 + 200, rules.funding(PrizeKind.CASH));
    }

    @Test
    void onlyALadderAsksForThePast() {
        assertTrue(rules(usual(ClaimSlot.STORE, 10, 100)).dependOnPositionOnly());
        assertEquals(false, rules(ladder(ClaimSlot.STORE, 2, 10, 100)).dependOnPositionOnly());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (ClaimSlot slot : List.of(ClaimSlot.CONSUMER, ClaimSlot.SHARE)) {
            assertThrows(IllegalArgumentException.class, () -> usual(slot, 1, 1));
        }
        Prize range = new Prize(PrizeKind.CASH, 1, 2, 100, Optional.empty(), PrizeDetails.NONE);
        assertThrows(IllegalArgumentException.class, () -> new SlotReward(ClaimSlot.STORE, Optional.empty(), range));
        Prize gift = new Prize(PrizeKind.GIFT, 1, 1, 100, Optional.empty(), PrizeDetails.titled("A cup"));
        assertThrows(IllegalArgumentException.class, () -> new SlotReward(ClaimSlot.STORE, Optional.empty(), gift));
        assertThrows(IllegalArgumentException.class, () -> rules(usual(ClaimSlot.STORE, 10, 99)));
        SlotReward twice = usual(ClaimSlot.STORE, 10, 100);
        assertThrows(IllegalArgumentException.class, () -> rules(twice, twice));
    }
}

package dev.yima.engine.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawTest {
    private static final SplittableRandom RANDOM = new SplittableRandom(20260101L);

    @Test
    void everyPositionHasAPlaceOfItsOwn() {
        for (int claims : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 100, 1_000, 1_023, 1_024, 1_025, 65_537}) {
            Draw draw = new Draw(new PrizePool(claims, List.of()), seed());
            BitSet places = new BitSet(claims);
            IntStream.range(0, claims).forEach(position -> places.set(draw.place(position)));
            assertEquals(claims, places.cardinality(), "claims=" + claims);
        }
    }

    @Test
    void exactlyThePromisedPrizesAreWon() {
        for (int play = 0; play < 200; play++) {
            int claims = 1 + RANDOM.nextInt(2_000);
            int first = 1 + RANDOM.nextInt(claims);
            int second = 1 + RANDOM.nextInt(claims);
            List<Prize> prizes =
                    first + second <= claims ? List.of(cash(100, first), cash(200, second)) : List.of(cash(100, first));
            Draw draw = new Draw(new PrizePool(claims, prizes), seed());
            int[] won = new int[prizes.size()];
            IntStream.range(0, claims)
                    .forEach(position -> draw.win(position, List.of()).ifPresent(win -> won[win.line()]++));
            assertEquals(
                    prizes.stream().map(Prize::count).toList(),
                    Arrays.stream(won).boxed().toList());
        }
    }

    @Test
    void everyPositionWinsEquallyOften() {
        int claims = 20;
        int plays = 20_000;
        int[] wins = new int[claims];
        for (int play = 0; play < plays; play++) {
            Draw draw = new Draw(new PrizePool(claims, List.of(cash(1, 5))), seed());
            for (int position = 0; position < claims; position++) {
                wins[position] += draw.win(position, List.of()).isPresent() ? 1 : 0;
            }
        }
        // Binomial(20,000, 1/4): mean 5,000, standard deviation 61; five of them are never left with this seed.
        for (int position = 0; position < claims; position++) {
            assertTrue(Math.abs(wins[position] - 5_000) < 306, "position " + position + " won " + wins[position]);
        }
    }

    @Test
    void anotherSeedGivesAnotherOrder() {
        PrizePool pool = new PrizePool(1_000, List.of(cash(1, 100)));
        Draw one = new Draw(pool, seed());
        Draw two = new Draw(pool, seed());
        long same = IntStream.range(0, 1_000)
                .filter(position -> one.place(position) == two.place(position))
                .count();
        assertTrue(same < 10, "places in common: " + same);
    }

    @Test
    void theCommitmentBindsSeedAndRules() {
        UUID campaign = new UUID(1, 2);
        String rules = new CampaignRules(campaign, "CNY", new PrizePool(10, List.of(cash(1, 1)))).text();
        String richer = new CampaignRules(campaign, "CNY", new PrizePool(10, List.of(cash(2, 1)))).text();
        byte[] seed = seed();

        assertEquals(hex(Draw.commitment(seed, rules)), hex(Draw.commitment(seed.clone(), rules)));
        assertNotEquals(hex(Draw.commitment(seed, rules)), hex(Draw.commitment(seed, richer)));
        assertNotEquals(hex(Draw.commitment(seed, rules)), hex(Draw.commitment(seed(), rules)));
    }

    @Test
    void poolsHaveLimits() {
        assertThrows(IllegalArgumentException.class, () -> new PrizePool(0, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new PrizePool(PrizePool.CLAIMS_MAX + 1, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new PrizePool(9, List.of(cash(1, 5), cash(2, 5))));
        Prize dear = cash(Prize.AMOUNT_MAX, 10_000);
        assertEquals(PrizePool.TOTAL_MAX, new PrizePool(10_000, List.of(dear)).total(PrizeKind.CASH));
        assertThrows(IllegalArgumentException.class, () -> new PrizePool(20_000, List.of(dear, cash(1, 1))));
        assertThrows(IllegalArgumentException.class, () -> cash(0, 1));
        assertThrows(IllegalArgumentException.class, () -> cash(Prize.AMOUNT_MAX + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> cash(1, 0));
        Draw draw = new Draw(new PrizePool(10, List.of()), seed());
        assertThrows(IndexOutOfBoundsException.class, () -> draw.place(10));
        assertThrows(IndexOutOfBoundsException.class, () -> draw.place(-1));
        assertEquals(Optional.empty(), draw.win(9, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Draw(new PrizePool(1, List.of()), new byte[31]));
    }

    private static Prize cash(long amountMinor, int count) {
        return new Prize(PrizeKind.CASH, amountMinor, count);
    }

    private static byte[] seed() {
        byte[] seed = new byte[Draw.SEED_BYTES];
        RANDOM.nextBytes(seed);
        return seed;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

package dev.yima.engine.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.engine.draw.Draw;
import dev.yima.engine.prize.Bonus;
import dev.yima.engine.prize.DrawKind;
import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeDetails;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.DrawAudit.Won;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DrawAuditTest {
    private static final Instant NOON = Instant.parse("2026-06-01T04:00:00Z");
    private static final byte[] SEED = new byte[Draw.SEED_BYTES];
    private static final PrizePool POOL =
            new PrizePool(1_000, List.of(new Prize(PrizeKind.CASH, 8_800, 3), new Prize(PrizeKind.POINTS, 10, 400)));
    private static final CampaignRules RULES = new CampaignRules(new UUID(0, 1), "CNY", POOL);

    private final DrawAudit audit = new DrawAudit(RULES, SEED, POOL.claims());

    @Test
    void theWholePoolAgrees() {
        for (int position = 0; position < POOL.claims(); position++) {
            assertEquals(Optional.empty(), audit.check(position, drawn(position), NOON));
        }
    }

    @Test
    void eachKindOfLieIsNamedAndTheNextRowStandsByItself() {
        assertEquals(Optional.empty(), audit.check(0, drawn(0), NOON));
        assertSays("position 1: drawn ", audit.check(1, otherThan(drawn(1)), NOON));
        assertEquals(Optional.empty(), audit.check(2, drawn(2), NOON));
        assertSays("position 4 stands where 3 should", audit.check(4, drawn(4), NOON));
        assertSays("position 4 stands where 5 should", audit.check(4, drawn(4), NOON));
        assertEquals(Optional.empty(), audit.check(5, drawn(5), NOON));
    }

    @Test
    void nothingLiesBeyondTheClaims() {
        for (int position = 0; position < POOL.claims(); position++) {
            audit.check(position, drawn(position), NOON);
        }
        assertSays("position 1000 lies beyond the 1000 claims", audit.check(1_000, Optional.empty(), NOON));
    }

    @Test
    void whatIsCutOffAtTheEndIsMissing() {
        DrawAudit cut = new DrawAudit(RULES, SEED, 3);
        assertEquals(3, cut.missing());
        assertEquals(Optional.empty(), cut.check(0, drawn(0), NOON));
        assertEquals(2, cut.missing());
        cut.check(1, drawn(1), NOON);
        cut.check(2, drawn(2), NOON);
        assertEquals(0, cut.missing());
        assertSays("position 3 lies beyond the 3 claims", cut.check(3, drawn(3), NOON));
        assertEquals(0, cut.missing());
        assertThrows(IllegalArgumentException.class, () -> new DrawAudit(RULES, SEED, 1_001));
        assertThrows(IllegalArgumentException.class, () -> new DrawAudit(RULES, SEED, -1));
    }

    @Test
    void aDrawnPrizeAboveTheLimitOfTheLawIsABreach() {
        PrizePool drawn = new PrizePool(2, List.of(new Prize(PrizeKind.CASH, PromotionLaw.DRAWN_FEN_MAX + 1, 1)));
        PrizePool forAll = new PrizePool(1, List.of(new Prize(PrizeKind.CASH, PromotionLaw.DRAWN_FEN_MAX + 1, 1)));
        PrizePool atTheLimit = new PrizePool(2, List.of(new Prize(PrizeKind.CASH, PromotionLaw.DRAWN_FEN_MAX, 1)));

        Prize tooMuch = new Prize(PrizeKind.CASH, PromotionLaw.DRAWN_FEN_MAX + 1, 1);
        Prize piece = new Prize(PrizeKind.PIECE, 1, 1, 1, Optional.empty(), PrizeDetails.titled("Piece"));
        PrizePool set =
                new PrizePool(2, List.of(piece, piece), DrawKind.EXACT, List.of(new Bonus(Optional.empty(), tooMuch)));
        assertEquals(2, PromotionLaw.CN.breach(set, "CNY").orElseThrow().line(), "a set is chance, too");

        assertEquals(0, PromotionLaw.CN.breach(drawn, "CNY").orElseThrow().line());
        assertEquals(Optional.empty(), PromotionLaw.CN.breach(forAll, "CNY"));
        assertEquals(Optional.empty(), PromotionLaw.CN.breach(atTheLimit, "CNY"));
        assertEquals(Optional.empty(), PromotionLaw.NONE.breach(drawn, "CNY"));
    }

    private static Optional<Won> drawn(int position) {
        return new Draw(POOL, SEED)
                .win(position, List.of())
                .map(win -> new Won(
                        win.line(),
                        win.prize().kind(),
                        win.amount(),
                        win.prize().kind().unit("CNY")));
    }

    private static Optional<Won> otherThan(Optional<Won> won) {
        return won.isPresent() ? Optional.empty() : Optional.of(new Won(0, PrizeKind.CASH, 8_800, "CNY"));
    }

    private static void assertSays(String words, Optional<String> said) {
        assertTrue(said.orElse("").startsWith(words), said.toString());
    }

    @Test
    void whatWasWonIsToldWhateverItsUnit() {
        assertEquals("line 0 (CASH 1.88 CNY)", new DrawAudit.Won(0, PrizeKind.CASH, 188, "CNY").toString());
        assertEquals("line 0 (CASH 188 JPY)", new DrawAudit.Won(0, PrizeKind.CASH, 188, "JPY").toString());
        assertEquals("line 0 (CASH 188 minor units no)", new DrawAudit.Won(0, PrizeKind.CASH, 188, "no").toString());
        assertEquals("line 1 (POINTS 5 POINT)", new DrawAudit.Won(1, PrizeKind.POINTS, 5, "POINT").toString());
    }
}

package dev.yima.gateway.claim.commit;

import dev.yima.engine.prize.Prize;
import dev.yima.engine.prize.PrizeKind;
import dev.yima.engine.prize.PrizePool;
import dev.yima.engine.rules.CampaignRules;
import dev.yima.gateway.claim.Claims;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the pieces of a campaign's set that a member has, without the lock of the pool. */
@ApplicationScoped
class SetPieces implements Claims.Sets {
    private final ClaimHistoryRepository histories;
    private final Pool pool;

    SetPieces(ClaimHistoryRepository histories, Pool pool) {
        this.histories = histories;
        this.pool = pool;
    }

    @Override
    public Uni<Claims.SetProgress> of(UUID member, CampaignRules rules) {
        return histories.pieces(pool, member, rules).map(pieces -> progress(rules.pool(), pieces));
    }

    private static Claims.SetProgress progress(PrizePool prizes, Map<Integer, Integer> pieces) {
        List<String> held = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int line = 0; line < prizes.prizes().size(); line++) {
            Prize prize = prizes.prizes().get(line);
            if (prize.kind() == PrizeKind.PIECE) {
                (pieces.getOrDefault(line, 0) > 0 ? held : missing)
                        .add(prize.details().title());
            }
        }
        return new Claims.SetProgress(held, missing);
    }
}

package dev.yima.gateway.idempotency;

import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.claim.ClaimOutcome;
import dev.yima.gateway.idempotency.IdempotencyRepository.NewResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Stores the answers to claims that came with an Idempotency-Key, in the claims' commit. */
@ApplicationScoped
class IdempotencyParticipant implements ClaimCommitParticipant {
    private static final Comparator<NewResponse> ORDER = Comparator.<NewResponse, UUID>comparing(
                    response -> response.request().scope())
            .thenComparing(response -> response.request().key());

    private final IdempotencyRepository responses;

    IdempotencyParticipant(IdempotencyRepository responses) {
        this.responses = responses;
    }

    @Override
    public LockOrder order() {
        return LockOrder.ANSWER;
    }

    /** Fails with a violation of {@link IdempotencyRepository#KEY_ONCE} when a key was used in the meantime. */
    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        List<NewResponse> stored = awards.stream()
                .flatMap(IdempotencyParticipant::response)
                .sorted(ORDER)
                .toList();
        return stored.isEmpty() ? Uni.createFrom().voidItem() : responses.insert(tx, stored);
    }

    private static Stream<NewResponse> response(Award award) {
        return award.request().answer().stream()
                .map(answer -> new NewResponse(
                        new IdempotentRequest(answer.scope(), answer.key(), answer.fingerprint()),
                        award.request().scan().brand(),
                        answer.write().apply(ClaimOutcome.claimed(award))));
    }
}

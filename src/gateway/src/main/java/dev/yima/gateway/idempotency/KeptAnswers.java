package dev.yima.gateway.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.crypto.DeploymentSecret;
import dev.yima.gateway.platform.crypto.Digests;
import dev.yima.gateway.platform.crypto.HmacKey;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.crypto.SealedColumn;
import dev.yima.gateway.platform.db.Columns;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * The answers to calls with an Idempotency-Key. A row is there before the call is carried out, so that of two at the
 * same time one is; its answer is sealed, since a new staff key or an invitation may be in it.
 */
@ApplicationScoped
class KeptAnswers {
    private static final String PURPOSE = "kept answer";
    private static final String RESERVE = """
            INSERT INTO kept_answer (id, request, asked_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING""";
    private static final String FIND = "SELECT request, sealed_answer FROM kept_answer WHERE id = $1";
    private static final String KEEP = "UPDATE kept_answer SET sealed_answer = $2 WHERE id = $1";
    private static final String RELEASE = "DELETE FROM kept_answer WHERE id = $1 AND sealed_answer IS NULL";
    private static final String DELETE_EXPIRED = """
            DELETE FROM kept_answer WHERE id IN (
                SELECT id FROM kept_answer WHERE asked_at < $1 ORDER BY asked_at LIMIT $2 FOR UPDATE SKIP LOCKED)""";
    private static final String LOCK_SEALED = """
            SELECT id, sealed_answer AS sealed FROM kept_answer WHERE substr(sealed_answer, 1, 9) = $1
            LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED""";
    private static final String OTHER_KEYS = """
            SELECT header, count(*) AS total FROM (
                (SELECT substr(sealed_answer, 1, 9) AS header FROM kept_answer
                    WHERE substr(sealed_answer, 1, 9) < $1 LIMIT $2)
                UNION ALL
                (SELECT substr(sealed_answer, 1, 9) FROM kept_answer
                    WHERE substr(sealed_answer, 1, 9) > $1 LIMIT $2)) AS o
            GROUP BY 1""";
    private static final int EXPIRY_BATCH_MAX = 5_000;

    private final Pool pool;
    private final KeyVault vault;
    private final ObjectMapper json;
    private final Clock clock;
    private final HmacKey requests;
    private final Duration timeToLive;

    KeptAnswers(Pool pool, KeyVault vault, ObjectMapper json, Clock clock, DeploymentSecret secret, YimaConfig config) {
        this.pool = pool;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
        this.requests = secret.key("yima/request/1");
        this.timeToLive = config.limits().answersKept();
    }

    @Produces
    @Singleton
    SealedColumn sealedAnswers() {
        return new SealedColumn(PURPOSE, LOCK_SEALED, KEEP, OTHER_KEYS);
    }

    /**
     * Reserves the key of a request, before it is carried out.
     *
     * @return the answer that is kept; empty when the key is reserved now. Fails with {@code KEY_REUSED} when the key
     *     came with another request, and with {@code KEY_PENDING} when the first one has no answer yet
     */
    Uni<Optional<KeptAnswer>> reserve(IdempotentRequest request) {
        UUID id = id(request);
        return pool.preparedQuery(RESERVE)
                .execute(Tuple.of(id, digest(request), Columns.utc(clock.instant())))
                .flatMap(inserted -> inserted.rowCount() == 1
                        ? Uni.createFrom().item(Optional.empty())
                        : pool.preparedQuery(FIND)
                                .execute(Tuple.of(id))
                                .map(rows -> Rows.first(rows, row -> answer(id, row, request))
                                        .orElseThrow(() -> new Problem(ProblemType.KEY_PENDING)))
                                .map(Optional::of));
    }

    /** Keeps the answer to a request whose key is reserved. */
    Uni<Void> keep(IdempotentRequest request, KeptAnswer answer) {
        UUID id = id(request);
        return Uni.createFrom()
                .item(() -> vault.seal(
                        PURPOSE, id, json.valueToTree(answer).toString().getBytes(UTF_8)))
                .flatMap(bytes -> pool.preparedQuery(KEEP).execute(SealedColumn.secret(id, bytes)))
                .replaceWithVoid();
    }

    /** Frees the key of a request that was not carried out, for another attempt. */
    Uni<Void> release(IdempotentRequest request) {
        return pool.preparedQuery(RELEASE).execute(Tuple.of(id(request))).replaceWithVoid();
    }

    /**
     * Deletes answers that have expired, {@value #EXPIRY_BATCH_MAX} in a statement.
     *
     * @return whether there may be more
     */
    Uni<Boolean> deleteExpired() {
        return pool.preparedQuery(DELETE_EXPIRED)
                .execute(Tuple.of(Columns.utc(clock.instant().minus(timeToLive)), EXPIRY_BATCH_MAX))
                .map(deleted -> deleted.rowCount() == EXPIRY_BATCH_MAX);
    }

    private KeptAnswer answer(UUID id, Row row, IdempotentRequest request) {
        if (!digest(request).equals(row.getString("request"))) {
            throw new Problem(ProblemType.KEY_REUSED);
        }
        Buffer kept = row.getBuffer("sealed_answer");
        if (kept == null) {
            throw new Problem(ProblemType.KEY_PENDING);
        }
        try {
            return json.readValue(
                    vault.open(PURPOSE, id, kept.getBytes())
                            .orElseThrow(() -> new IllegalStateException("sealed under another key: answer " + id)),
                    KeptAnswer.class);
        } catch (IOException e) {
            throw new IllegalStateException("an answer was sealed: " + id, e);
        }
    }

    /** A digest of what was asked for, under a key: a PIN or an address could be guessed from any other. */
    private String digest(IdempotentRequest request) {
        return HexFormat.of().formatHex(requests.code(request.fingerprint().getBytes(UTF_8)));
    }

    /** The id of a key of an owner, which neither can be told from. */
    private static UUID id(IdempotentRequest request) {
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256((request.scope() + " " + request.key()).getBytes(UTF_8)));
        return new UUID(digest.getLong(), digest.getLong());
    }
}

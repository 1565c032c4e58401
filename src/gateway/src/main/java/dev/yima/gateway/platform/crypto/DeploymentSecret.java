package dev.yima.gateway.platform.crypto;

import dev.yima.gateway.platform.config.StartException;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The secret of this deployment, from which the keys of cookies and pseudonyms are derived. It lies sealed in the
 * database, made at the first start: the key-encryption key can be turned, and everybody is still known.
 */
@ApplicationScoped
public class DeploymentSecret {
    /** The priority at start, before anything that needs the secret. */
    public static final int PRIORITY = 50;

    private static final String PURPOSE = "deployment-secret";
    private static final UUID ID = new UUID(0, 0);
    private static final Duration START_WITHIN = Duration.ofSeconds(30);
    private static final String SELECT = "SELECT sealed_secret FROM deployment_secret WHERE id = $1";
    private static final String INSERT = """
            INSERT INTO deployment_secret (id, sealed_secret, created_at) VALUES ($1, $2, now())
            ON CONFLICT DO NOTHING""";
    private static final String LOCK_SEALED = """
            SELECT id, sealed_secret AS sealed FROM deployment_secret WHERE substr(sealed_secret, 1, 9) = $1
            LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED""";
    private static final String STORE_SEALED = "UPDATE deployment_secret SET sealed_secret = $2 WHERE id = $1";
    private static final String OTHER_KEYS = """
            SELECT header, count(*) AS total FROM (
                SELECT substr(sealed_secret, 1, 9) AS header FROM deployment_secret LIMIT $2) AS o
            WHERE header <> $1 GROUP BY 1""";

    private final Pool pool;
    private final KeyVault vault;
    private @Nullable Hkdf derived;

    DeploymentSecret(Pool pool, KeyVault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /**
     * Finds or makes the secret.
     *
     * @throws StartException when no key that is live opens it
     */
    void onStart(@Observes @Priority(PRIORITY) StartupEvent started) {
        byte[] fresh = vault.seal(PURPOSE, ID, vault.secret(SecretText.BYTES));
        byte[] sealed = pool.preparedQuery(INSERT)
                .execute(Tuple.of(ID).addBuffer(Buffer.buffer(fresh)))
                .flatMap(done -> pool.preparedQuery(SELECT).execute(Tuple.of(ID)))
                .map(rows -> rows.iterator().next().getBuffer("sealed_secret").getBytes())
                .await()
                .atMost(START_WITHIN);
        derived = new Hkdf(vault.open(PURPOSE, ID, sealed)
                .orElseThrow(() -> new StartException("YIMA_KEK is not the key that this database was sealed with;"
                        + " the one before it goes into YIMA_KEK_PREVIOUS")));
    }

    /** The key for a use, the same in every replica. Throws an IllegalStateException before the service has started. */
    public HmacKey key(String label) {
        if (derived == null) {
            throw new IllegalStateException("must have started: deployment secret");
        }
        return new HmacKey(derived.key(label));
    }

    @Produces
    @Singleton
    SealedColumn column() {
        return new SealedColumn(PURPOSE, LOCK_SEALED, STORE_SEALED, OTHER_KEYS);
    }
}

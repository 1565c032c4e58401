package dev.yima.gateway.brand;

import dev.yima.gateway.platform.config.StartException;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.crypto.KubernetesSecret;
import dev.yima.gateway.platform.crypto.SecretFile;
import dev.yima.gateway.platform.staff.Staff;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Bootstrap of an empty database: one brand and the key of its founder. The key is written to a file, or a Kubernetes
 * Secret, before it is stored, so that a crash in between leaves a useless key, never a lost one. Nothing reads it
 * again.
 */
@ApplicationScoped
public class BrandBootstrap {
    /** The priority at start, before anything that needs a brand. */
    public static final int PRIORITY = 100;

    private static final Logger LOG = Logger.getLogger(BrandBootstrap.class);
    private static final Duration START_WITHIN = Duration.ofSeconds(30);
    private static final String NAME = "My brand";
    private static final String KEY = "owner.key";
    // Replicas that start together on an empty database do this one after the other.
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('yima/first-start'))";

    private final Pool pool;
    private final BrandRepository brands;
    private final StaffKeyRepository keys;
    private final YimaConfig config;
    private final Path keyFile;

    BrandBootstrap(Pool pool, BrandRepository brands, StaffKeyRepository keys, YimaConfig config) {
        this.pool = pool;
        this.brands = brands;
        this.keys = keys;
        this.config = config;
        this.keyFile = config.home().resolve(KEY);
    }

    void onStart(@Observes @Priority(PRIORITY) StartupEvent started) {
        if (!config.setup().founds()) {
            return;
        }
        boolean created = pool.withTransaction(this::createIfEmpty).await().atMost(START_WITHIN);
        if (created) {
            LOG.infof(
                    "The first brand is made. Its owner key is in %s",
                    config.ownerKeySecret().map(name -> "the Secret " + name).orElse(keyFile.toString()));
        } else if (Files.exists(keyFile)) {
            LOG.infof("The owner key is in %s", keyFile);
        }
    }

    private Uni<Boolean> createIfEmpty(SqlConnection tx) {
        return tx.query(LOCK)
                .execute()
                .flatMap(locked -> tx.query("SELECT 1 FROM brand LIMIT 1").execute())
                .flatMap(rows -> rows.size() == 0
                        ? create(tx).replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private Uni<Void> create(SqlConnection tx) {
        String key = keys.generate();
        return config.ownerKeySecret()
                .map(name -> KubernetesSecret.ofThisPod(name).put(KEY, key))
                .orElseGet(() -> writeFile(key))
                .flatMap(written -> brands.insert(
                        tx, NAME, null, BrandRepository.CURRENCY_DEFAULT, BrandRepository.TIME_ZONE_DEFAULT))
                .flatMap(brand -> keys.insert(tx, brand, key, Staff.Role.FOUNDER));
    }

    private Uni<Void> writeFile(String key) {
        try {
            SecretFile.write(keyFile, key);
            return Uni.createFrom().voidItem();
        } catch (IOException e) {
            throw new StartException("cannot write the owner key: " + keyFile, e);
        }
    }
}

package dev.yima.gateway.visitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.Eventually;
import dev.yima.gateway.TestServers;
import dev.yima.gateway.platform.config.StartException;
import dev.yima.gateway.platform.crypto.DeploymentSecret;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.db.DatabasePools;
import dev.yima.gateway.platform.redis.CacheInvalidation;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The key of the cookies is turned by itself, and a member stays the same member. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@SuppressWarnings("NullAway.Init")
class CookieKeysTest {
    private static final String ONE = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String TWO = ONE.replace('A', 'B').substring(0, 42) + "A=";
    private static final UUID BRAND = new UUID(1, 1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    KeyVault vault;

    @Inject
    DeploymentSecret secret;

    @Inject
    CookieEpochs epochs;

    @Inject
    DatabasePools pools;

    @Inject
    Vertx vertx;

    @Inject
    CacheInvalidation changes;

    @Test
    void anEarlierKeyIsAcceptedAsLongAsItIsNamed() {
        VisitorCookies stored = cookies("stored");
        Visitor person = stored.of(null);
        String cookie = stored.cookie(person);
        VisitorCookies turned = cookies(ONE, "stored");
        assertEquals(person.id(), turned.of(cookie).id());
        assertEquals(stored.member(person, BRAND), turned.member(turned.of(cookie), BRAND));
        String fresh = turned.cookie(person);
        assertEquals(person.id(), cookies(TWO, ONE).of(fresh).id());
        assertFalse(cookies(ONE).of(cookie).known(), "the stored key is not named");
        assertFalse(cookies(TWO).of(fresh).known(), "it was turned again");
        assertTrue(cookies(ONE).of(fresh).known());
    }

    @Test
    void everyReplicaLearnsOfAnEpochAlsoOneThatStartsLater() {
        VisitorCookies cookies = cookies(ONE);
        Visitor person = cookies.of(null);
        String cookie = cookies.cookie(person);
        CookieEpochs other = new CookieEpochs(pools, vertx, changes);
        other.onStart(new StartupEvent());
        try {
            assertEquals(Optional.of(1), end(epochs, person, "one"));
            assertFalse(cookies.of(cookie).known());
            assertTrue(cookies.of(cookies.cookie(person.at(1))).known());
            Eventually.isTrue(PATIENCE, () -> other.of(cookies.pseudonym(person)) == 1);
        } finally {
            other.onStop(new ShutdownEvent());
        }
        CookieEpochs deaf = new CookieEpochs(pools, vertx, changes);
        assertEquals(Optional.empty(), end(deaf, person, "another"), "a replica that has not heard of it");
        assertEquals(Optional.of(1), end(deaf, person, "one"), "the same form once more");
        CookieEpochs late = new CookieEpochs(pools, vertx, changes);
        late.onStart(new StartupEvent());
        late.onStop(new ShutdownEvent());
        assertEquals(1, late.of(cookies.pseudonym(person)));
    }

    private Optional<Integer> end(CookieEpochs at, Visitor person, String form) {
        return at.endUpTo(cookies(ONE).pseudonym(person), 0, form).await().atMost(PATIENCE);
    }

    @Test
    void aMalformedKeyIsAnErrorAtStart() {
        StartException refused = assertThrows(StartException.class, () -> cookies("secret"));
        assertEquals("must be 32 bytes in base64: YIMA_COOKIE_KEY", refused.getMessage());
    }

    private VisitorCookies cookies(String... keys) {
        return new VisitorCookies(vault, secret, epochs, List.of(keys));
    }
}

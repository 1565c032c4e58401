package dev.yima.gateway.platform.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.embedded.process.LoopbackPorts;
import dev.yima.embedded.process.Server;
import dev.yima.embedded.redis.RedisServer;
import dev.yima.gateway.Eventually;
import dev.yima.gateway.LogLines;
import dev.yima.gateway.TestCertificate;
import dev.yima.gateway.platform.config.StartException;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Each form of {@code YIMA_REDIS_URL} that the guide names leads to a real Redis, and one that does not says why. */
@TestInstance(Lifecycle.PER_CLASS)
class RedisUrlTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";

    private final Vertx vertx = Vertx.vertx();

    @SuppressWarnings("NullAway.Init")
    private Path home;

    @SuppressWarnings("NullAway.Init")
    private Path certificate;

    @SuppressWarnings("NullAway.Init")
    private Server server;

    @SuppressWarnings("NullAway.Init")
    private String address;

    @SuppressWarnings("NullAway.Init")
    private String password;

    private int tlsPort;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        home = temporary;
        certificate = TestCertificate.make(home);
        try (ServerSocket socket = new ServerSocket(0)) {
            tlsPort = socket.getLocalPort();
        }
        server = RedisServer.start(home.resolve("redis"), new LoopbackPorts(), """
                user yima on >p@ss/%%1 ~* &* +@all
                tls-port %d
                tls-cert-file %s
                tls-key-file %s
                tls-ca-cert-file %s
                tls-auth-clients no
                """.formatted(
                        tlsPort, home.resolve("cert.pem"), home.resolve("key.pem"), home.resolve("cert.pem")));
        URI url = URI.create(server.url());
        address = url.getHost() + ":" + url.getPort();
        password = url.getUserInfo().substring(1);
    }

    @AfterAll
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aPasswordIsSent() {
        assertEquals("default", user("redis://:" + password + "@" + address));
    }

    @Test
    void aUserIsSentAndItsPasswordDecoded() {
        assertEquals("yima", user("redis://yima:p%40ss%2F%251@" + address));
    }

    @Test
    void aDatabaseIsSelected() {
        RedisConnection third = open("redis://:" + password + "@" + address + "/3");
        third.ask("key", commands -> commands.set("key", "third")).await().atMost(SOON);
        try (RedisClient other = RedisClient.create("redis://:" + password + "@" + address + "/3")) {
            assertEquals("third", other.connect().sync().get("key"));
        }
        third.onStop(new ShutdownEvent());
    }

    @Test
    void tlsIsSpokenAndTheCertificateChecked() {
        String url = "rediss://:" + password + "@127.0.0.1:" + tlsPort;
        try (LogLines log = new LogLines(RedisOutage.class)) {
            RedisConnection stranger = connect(url);
            Eventually.isTrue(() -> !log.all().isEmpty());
            assertTrue(
                    log.all().get(0).contains("certification path"), log.all().toString());
            assertFalse(stranger.isThere());
            stranger.onStop(new ShutdownEvent());
        }
        System.setProperty(TRUST_STORE, certificate.toString());
        System.setProperty(TRUST_STORE + "Password", TestCertificate.PASSWORD);
        try {
            assertEquals("default", user(url));
        } finally {
            System.clearProperty(TRUST_STORE);
            System.clearProperty(TRUST_STORE + "Password");
        }
    }

    @Test
    void aWrongPasswordIsToldOnceUntilItIsRight() {
        try (LogLines log = new LogLines(RedisOutage.class);
                RedisClient operator = RedisClient.create(server.url())) {
            RedisConnection connection = connect("redis://late:secret@" + address);
            Eventually.isTrue(() -> !log.all().isEmpty());
            String warned = log.all().get(0);
            assertTrue(warned.startsWith("WARN ") && warned.contains("WRONGPASS"), warned);
            assertFalse(warned.contains("secret"), warned);
            operator.connect()
                    .sync()
                    .aclSetuser(
                            "late",
                            AclSetuserArgs.Builder.on()
                                    .addPassword("secret")
                                    .allKeys()
                                    .allCommands()
                                    .allChannels());
            Eventually.isTrue(connection::isThere);
            assertEquals(List.of(warned, "INFO Redis serves again"), log.all());
            connection.onStop(new ShutdownEvent());
        }
    }

    @Test
    void whatIsNoUrlIsRefusedAtStart() {
        assertThrows(StartException.class, () -> RedisTarget.of("localhost:6379"));
        assertThrows(StartException.class, () -> RedisTarget.of("redis://a:1,"));
        assertThrows(StartException.class, () -> RedisTarget.of("redis://a:1/2,redis://b:1/2"));
    }

    private String user(String url) {
        RedisConnection connection = open(url);
        try {
            return connection.ask("", commands -> commands.aclWhoami()).await().atMost(SOON);
        } finally {
            connection.onStop(new ShutdownEvent());
        }
    }

    private RedisConnection open(String url) {
        RedisConnection connection = connect(url);
        Eventually.isTrue(connection::isThere);
        return connection;
    }

    private RedisConnection connect(String url) {
        RedisConnection connection = new RedisConnection(RedisTarget.of(url), vertx);
        connection.onStart(new StartupEvent());
        return connection;
    }
}

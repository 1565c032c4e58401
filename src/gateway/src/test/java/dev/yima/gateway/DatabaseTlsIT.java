package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The service and a PostgreSQL that is spoken to over TLS alone: it knows whom it speaks to. */
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class DatabaseTlsIT {
    private static final String TLS_ALONE = "ssl = on\nssl_cert_file = 'cert.pem'\nssl_key_file = 'key.pem'\n";

    private final Path folder = TestServers.temporaryHome();

    @AfterEach
    void tidy() {
        TestServers.deleteAll(folder);
    }

    @Test
    void theServerMustBeTheOneThatItsCertificateNames() throws Exception {
        Path certificate = made("trusted");
        Path stranger = made("stranger");
        try (InstalledPostgres server = InstalledPostgres.create(folder.resolve("server"), "")) {
            serveTlsAlone(server, folder.resolve("trusted"));

            try (RunningService service = RunningService.start(home(), settings(server, "127.0.0.1", certificate))) {
                assertEquals(
                        "0",
                        server.ask("SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                                + " WHERE usename LIKE 'yima%' AND NOT ssl"));
            }
            for (String half : new String[] {"prefer", "require", "verify-ca"}) {
                Map<String, String> halfChecked = settings(server, "127.0.0.1", certificate);
                halfChecked.replaceAll((name, url) -> url.replace("verify-full", half));
                refused(halfChecked, "sslmode must be disable or verify-full: YIMA_DATABASE_URL");
            }
            Map<String, String> open = settings(server, "127.0.0.1", certificate);
            open.replaceAll((name, url) -> url.replaceAll("[?].*", ""));
            refused(open, "the database cannot be used: ");
            refused(settings(server, "127.0.0.1", folder.resolve("none.pem")), "needs sslrootcert=FILE");
            refused(settings(server, "nobody.invalid", certificate), "the database cannot be used: ");
            // The first to connect is the driver of migrations; once it is content, the other one has to be.
            refused(settings(server, "localhost", certificate), "localhost");
            refused(settings(server, "127.0.0.1", stranger), "SSL error");
            for (Map<String, String> wrong :
                    new Map[] {settings(server, "localhost", certificate), settings(server, "127.0.0.1", stranger)}) {
                Map<String, String> migrated = new HashMap<>(wrong);
                migrated.put(
                        "YIMA_MIGRATION_URL",
                        settings(server, "127.0.0.1", certificate).get("YIMA_MIGRATION_URL"));
                refused(migrated, "");
            }
        }
    }

    private Path made(String name) throws Exception {
        Path place = Files.createDirectories(folder.resolve(name));
        TestCertificate.make(place);
        return place.resolve("cert.pem");
    }

    private static void serveTlsAlone(InstalledPostgres server, Path certificate) throws Exception {
        for (String file : new String[] {"cert.pem", "key.pem"}) {
            Files.copy(certificate.resolve(file), server.data().resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        server.run("chmod 600 $PGDATA/key.pem; sed -i 's/^host /hostssl /' $PGDATA/pg_hba.conf");
        Path settings = server.data().resolve("postgresql.conf");
        Files.writeString(settings, Files.readString(settings) + TLS_ALONE);
        server.run("pg_ctl restart --wait --log=restart.log > /dev/null");
    }

    private static Map<String, String> settings(InstalledPostgres server, String host, Path authorities) {
        Map<String, String> settings = new HashMap<>();
        server.settings()
                .forEach((name, url) -> settings.put(
                        name, url.replace("127.0.0.1", host) + "?sslmode=verify-full&sslrootcert=" + authorities));
        settings.put("YIMA_KEK", Base64.getEncoder().encodeToString(new byte[32]));
        return settings;
    }

    private Path home() throws Exception {
        return Files.createTempDirectory(folder, "home");
    }

    private void refused(Map<String, String> settings, String why) throws Exception {
        Path home = home();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("QUARKUS_MANAGEMENT_PORT", "0");
        Process service = RunningService.launch(home, environment);
        assertTrue(service.waitFor(2, TimeUnit.MINUTES), "must not go on");
        String said = Files.readString(RunningService.log(home));
        assertFalse(service.exitValue() == 0, said);
        assertTrue(said.contains("yima cannot start: ") && said.contains(why), said);
    }
}

package dev.yima.gateway.platform.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.yima.gateway.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade that fails changes nothing, and an older version does not start on the tables of a newer one. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class UpgradeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aStepThatFailsLeavesTheTablesOfTheVersionBefore() throws Exception {
        step(1, "CREATE TABLE cap (id int)");
        flyway("upgrade_fails").migrate();
        step(2, "CREATE TABLE box (id int)");
        step(3, "CREATE TABLE cap (id int)");

        assertThrows(FlywayException.class, () -> flyway("upgrade_fails").migrate());

        assertEquals("cap,flyway_schema_history", tables("upgrade_fails"));
        Files.delete(folder.resolve("V2__step.sql"));
        Files.delete(folder.resolve("V3__step.sql"));
        assertTrue(flyway("upgrade_fails").migrate().success, "the version before starts again");
    }

    @Test
    void anOlderVersionDoesNotStart() throws Exception {
        step(1, "CREATE TABLE cap (id int)");
        step(2, "CREATE TABLE box (id int)");
        flyway("goes_back").migrate();
        Files.delete(folder.resolve("V2__step.sql"));

        FlywayValidateException refused = assertThrows(
                FlywayValidateException.class, () -> flyway("goes_back").migrate());

        assertTrue(String.valueOf(refused.getMessage()).contains("not resolved locally: 2"), refused.getMessage());
    }

    private void step(int version, String sql) throws Exception {
        Files.writeString(folder.resolve("V" + version + "__step.sql"), sql);
    }

    private Flyway flyway(String schema) {
        FluentConfiguration configuration = Flyway.configure()
                .dataSource(url(), null, null)
                .schemas(schema)
                .createSchemas(true)
                .locations("filesystem:" + folder);
        new Migrations().customize(configuration);
        return configuration.load();
    }

    private static String tables(String schema) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_tables WHERE schemaname = '"
                                + schema + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String url() {
        String[] owner = ConfigProvider.getConfig()
                .getValue("test.owner-url", String.class)
                .replaceFirst("^postgresql://", "")
                .split("@", 2);
        String[] login = owner[0].split(":", 2);
        return "jdbc:postgresql://" + owner[1] + "?user=" + login[0] + "&password=" + login[1];
    }
}

package dev.yima.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.yima.gateway.platform.config.StartException;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a start refuses before it starts a server. */
class ServerSelectionTest {
    private static final String DATABASE = "yima.database-url=postgresql://u:p@127.0.0.1:1/db";

    private final Properties before = new Properties();

    @BeforeEach
    void nothingIsSet() {
        before.putAll(System.getProperties());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("yima."))
                .forEach(System::clearProperty);
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yima.embedded=off | YIMA_DATABASE_URL must be set when YIMA_EMBEDDED is off",
                "yima.embedded=off " + DATABASE + " | YIMA_REDIS_URL must be set when YIMA_EMBEDDED is off",
                "yima.embedded=yes | YIMA_EMBEDDED must be auto, on or off: yes",
                "yima.setup=later | YIMA_SETUP must be all, none, migrate or found: later",
                "yima.database-url=jdbc:nonsense | must be postgresql://user:password@host:port/db: YIMA_DATABASE_URL",
                "yima.public-url=https://q.example.com | YIMA_REDIS_URL must be set when YIMA_PUBLIC_URL is https: the"
                        + " embedded Redis gets no more fixes. YIMA_EMBEDDED=on takes it anyway",
                "yima.redis-url=redis://127.0.0.1:1 yima.migration-url=postgresql://u@127.0.0.1 " + DATABASE
                        + " | must be postgresql://user:password@host:port/db: YIMA_MIGRATION_URL",
            })
    void whatIsMissingOrMalformedIsNamed(String settings, String reason) {
        for (String setting : settings.split(" ")) {
            String[] both = setting.split("=", 2);
            System.setProperty(both[0], both[1]);
        }
        StartException refused = assertThrows(StartException.class, () -> {
            ServerSelection.setup();
            ServerSelection.start();
        });
        assertEquals(reason, refused.getMessage());
    }
}

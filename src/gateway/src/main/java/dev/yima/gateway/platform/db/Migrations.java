package dev.yima.gateway.platform.db;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Policy of changes of the tables at a start: all steps in one transaction, so that a step that fails leaves the tables
 * of the version before; and never by an older version than the one that made them.
 */
@Singleton
class Migrations implements FlywayConfigurationCustomizer {
    @Override
    public void customize(FluentConfiguration configuration) {
        // Flyway's own default ignores steps that are newer than the program.
        configuration.group(true).ignoreMigrationPatterns(new String[0]);
    }
}

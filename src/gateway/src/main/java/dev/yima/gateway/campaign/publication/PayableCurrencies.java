package dev.yima.gateway.campaign.publication;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.UUID;

/** The currencies in which cash can be paid out, which whoever pays it knows. */
public interface PayableCurrencies {
    /**
     * Whether the provider of a brand pays in a currency.
     *
     * @param currency an ISO 4217 code
     */
    Uni<Boolean> pays(SqlClient tx, UUID brand, String currency);
}

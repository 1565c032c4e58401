package dev.yima.gateway.reward.gift;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.crypto.SealedColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Encrypts the addresses of gifts, each for its gift only. */
@ApplicationScoped
class GiftAddressVault {
    private static final String PURPOSE = "gift address";
    private static final String LOCK_SEALED = """
            SELECT claim_id AS id, sealed_address AS sealed FROM gift WHERE substr(sealed_address, 1, 9) = $1
            LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED""";
    private static final String STORE_SEALED = "UPDATE gift SET sealed_address = $2 WHERE claim_id = $1";
    private static final String OTHER_KEYS = """
            SELECT header, count(*) AS total FROM (
                (SELECT substr(sealed_address, 1, 9) AS header FROM gift
                    WHERE substr(sealed_address, 1, 9) < $1 LIMIT $2)
                UNION ALL
                (SELECT substr(sealed_address, 1, 9) FROM gift
                    WHERE substr(sealed_address, 1, 9) > $1 LIMIT $2)) AS o
            GROUP BY 1""";

    private final KeyVault vault;
    private final ObjectMapper json;

    GiftAddressVault(KeyVault vault, ObjectMapper json) {
        this.vault = vault;
        this.json = json;
    }

    @Produces
    @Singleton
    SealedColumn sealedAddresses() {
        return new SealedColumn(PURPOSE, LOCK_SEALED, STORE_SEALED, OTHER_KEYS);
    }

    /** Encrypts the address of a gift. */
    byte[] seal(UUID gift, GiftAddress address) {
        try {
            return vault.seal(PURPOSE, gift, json.writeValueAsBytes(address));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("three texts can be written", e);
        }
    }

    /** Decrypts the address of a gift. Fails with an IllegalStateException when it was sealed under another key. */
    GiftAddress open(UUID gift, byte[] sealed) {
        byte[] opened = vault.open(PURPOSE, gift, sealed)
                .orElseThrow(() -> new IllegalStateException("sealed under another key: address of gift " + gift));
        try {
            return json.readValue(new String(opened, UTF_8), GiftAddress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an address was sealed: gift " + gift, e);
        }
    }
}

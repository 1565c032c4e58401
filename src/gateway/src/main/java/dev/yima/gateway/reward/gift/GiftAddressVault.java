package dev.yima.gateway.reward.gift;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.gateway.platform.crypto.KeyVault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Encrypts the addresses of gifts, each for its gift only. */
@ApplicationScoped
class GiftAddressVault {
    private static final String PURPOSE = "gift address";

    private final KeyVault vault;
    private final ObjectMapper json;

    GiftAddressVault(KeyVault vault, ObjectMapper json) {
        this.vault = vault;
        this.json = json;
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

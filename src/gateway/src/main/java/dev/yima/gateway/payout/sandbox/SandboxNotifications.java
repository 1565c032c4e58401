package dev.yima.gateway.payout.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yima.payout.spi.CallbackRefusedException;
import dev.yima.payout.spi.PayoutAnswer;
import dev.yima.payout.spi.PayoutCallback;
import dev.yima.payout.spi.PayoutRequest;
import dev.yima.payout.spi.PayoutUpdate;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Notifications of the sandbox, signed with HMAC-SHA256 under a key that no other process has. */
final class SandboxNotifications {
    private static final String SIGNATURE = "sandbox-signature";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final ObjectMapper json;
    private final SecretKeySpec key;

    SandboxNotifications(ObjectMapper json) {
        this.json = json;
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /** The notification that an order is paid, as it is sent to the address of the order's brand. */
    PayoutCallback paid(PayoutRequest request) {
        String body = text(new Notification(request.number(), PayoutAnswer.Kind.PAID));
        return new PayoutCallback(request.brand(), Map.of(SIGNATURE, signature(request.brand(), body)), body);
    }

    /** Verifies and reads a notification. */
    PayoutUpdate read(PayoutCallback callback) {
        byte[] claimed = callback.headers().getOrDefault(SIGNATURE, "").getBytes(StandardCharsets.US_ASCII);
        byte[] expected = signature(callback.brand(), callback.body()).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(claimed, expected)) {
            throw new CallbackRefusedException("the signature does not verify");
        }
        try {
            Notification notification = json.readValue(callback.body(), Notification.class);
            return new PayoutUpdate(notification.bill(), PayoutAnswer.of(notification.state()));
        } catch (JsonProcessingException e) {
            throw new CallbackRefusedException("the text is no notification");
        }
    }

    private String text(Notification notification) {
        try {
            return json.writeValueAsString(notification);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notification that cannot be written", e);
        }
    }

    private String signature(UUID brand, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(brand.toString().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** The text of a notification. */
    record Notification(String bill, PayoutAnswer.Kind state) {}
}

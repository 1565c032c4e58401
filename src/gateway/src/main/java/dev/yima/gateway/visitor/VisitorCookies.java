package dev.yima.gateway.visitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.crypto.DeploymentSecret;
import dev.yima.gateway.platform.crypto.Hkdf;
import dev.yima.gateway.platform.crypto.HmacKey;
import dev.yima.gateway.platform.crypto.KeyVault;
import dev.yima.gateway.platform.crypto.SecretText;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that identifies visitors: number, brand met last, epoch, employers, and an HMAC over all. One of an epoch
 * that its person has ended is nobody's.
 */
@ApplicationScoped
@Startup // so that a malformed key is an error at start
public class VisitorCookies {
    /** The name of the cookie without TLS. */
    public static final String COOKIE = "yima_member";

    /** The name over HTTPS: browsers take it from this host alone, over TLS (RFC 6265bis, 4.1.3). */
    public static final String SECURE_COOKIE = "__Host-" + COOKIE;

    private static final int UUID_BYTES = 16;
    private static final int BODY_BYTES = 2 * UUID_BYTES + Integer.BYTES;
    private static final int MAC_BYTES = 32;
    private static final int COOKIE_LENGTH_MAX =
            (BODY_BYTES + Visitor.EMPLOYERS_MAX * UUID_BYTES + MAC_BYTES) * 4 / 3 + 1;
    private static final UUID NO_BRAND = new UUID(0, 0);
    private static final String COOKIE_LABEL = "yima/cookie/1";
    private static final String STORED = "stored";

    private final KeyVault vault;
    private final CookieEpochs epochs;
    private final HmacKey members;
    private final HmacKey senders;
    /** The first signs; all are accepted. */
    private final List<HmacKey> signers;

    @Inject
    VisitorCookies(KeyVault vault, DeploymentSecret secret, CookieEpochs epochs, YimaConfig config) {
        this(vault, secret, epochs, config.cookieKey());
    }

    VisitorCookies(KeyVault vault, DeploymentSecret secret, CookieEpochs epochs, List<String> cookieKeys) {
        this.vault = vault;
        this.epochs = epochs;
        this.members = secret.key("yima/member/1");
        this.senders = secret.key("yima/sender/1");
        this.signers = cookieKeys.stream()
                .map(key -> key.strip().equals(STORED)
                        ? secret.key(COOKIE_LABEL)
                        : new HmacKey(new Hkdf(SecretText.decode(key, "YIMA_COOKIE_KEY")).key(COOKIE_LABEL)))
                .toList();
    }

    /** The visitor of a cookie; a new one when there is no cookie, or it was not signed here. */
    public Visitor of(@Nullable String cookie) {
        return read(cookie).orElseGet(() -> Visitor.unknown(uuid(ByteBuffer.wrap(vault.secret(UUID_BYTES)))));
    }

    /**
     * The visitor of a request without a cookie, the same for each repetition of the request: equal secrets give the
     * same person.
     *
     * @param secret a text that only the sender of the first request can know
     */
    public Visitor ofSecret(String secret) {
        return Visitor.unknown(uuid(ByteBuffer.wrap(senders.code(secret.getBytes(UTF_8)))));
    }

    /** The value of the cookie that identifies a visitor. */
    public String cookie(Visitor person) {
        ByteBuffer parts = ByteBuffer.allocate(BODY_BYTES + person.employers().size() * UUID_BYTES)
                .put(body(person.id(), person.brand() == null ? NO_BRAND : person.brand()))
                .putInt(person.epoch());
        for (UUID employer : person.employers()) {
            parts.putLong(employer.getMostSignificantBits()).putLong(employer.getLeastSignificantBits());
        }
        byte[] body = parts.array();
        ByteBuffer signed = ByteBuffer.allocate(body.length + MAC_BYTES)
                .put(body)
                .put(signers.get(0).code(body));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed.array());
    }

    /** The member that a brand sees in a visitor: always the same, and unrelated to what any other brand sees. */
    public UUID member(Visitor person, UUID brand) {
        return uuid(ByteBuffer.wrap(members.code(body(person.id(), brand))));
    }

    /** The pseudonym of a visitor to nobody's brand, to whom what is theirs at no brand belongs. */
    public UUID pseudonym(Visitor person) {
        return member(person, NO_BRAND);
    }

    /** A token for a form of a visitor: nobody else can make one, and no two are the same. */
    public String formToken(Visitor person) {
        byte[] random = vault.secret(UUID_BYTES);
        ByteBuffer token = ByteBuffer.allocate(UUID_BYTES + MAC_BYTES)
                .put(random)
                .put(signers.get(0).code(formText(person, random)));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /** Whether a token was made for a form of a visitor. */
    boolean isFormToken(Visitor person, String token) {
        if (token.length() != (UUID_BYTES + MAC_BYTES) * 4 / 3) {
            return false;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            byte[] text = formText(person, Arrays.copyOf(bytes, UUID_BYTES));
            byte[] mac = Arrays.copyOfRange(bytes, UUID_BYTES, bytes.length);
            return signers.stream().anyMatch(signer -> MessageDigest.isEqual(mac, signer.code(text)));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Its length is that of no cookie's body. */
    private static byte[] formText(Visitor person, byte[] random) {
        return ByteBuffer.allocate(2 * UUID_BYTES)
                .putLong(person.id().getMostSignificantBits())
                .putLong(person.id().getLeastSignificantBits())
                .put(random)
                .array();
    }

    /** Whether a person has ended the cookies that this visitor came with. */
    boolean isEnded(Visitor person) {
        return person.epoch() < epochs.of(pseudonym(person));
    }

    private Optional<Visitor> read(@Nullable String cookie) {
        return signed(cookie).filter(person -> !isEnded(person));
    }

    /** The visitor of a cookie that was signed here, also of one that has ended. */
    Optional<Visitor> signed(@Nullable String cookie) {
        if (cookie == null || cookie.length() > COOKIE_LENGTH_MAX) {
            return Optional.empty();
        }
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(cookie);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        int length = signed.length - MAC_BYTES;
        if (length < BODY_BYTES || (length - BODY_BYTES) % UUID_BYTES != 0) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(signed, length);
        byte[] mac = Arrays.copyOfRange(signed, length, signed.length);
        if (signers.stream().noneMatch(signer -> MessageDigest.isEqual(mac, signer.code(body)))) {
            return Optional.empty();
        }
        ByteBuffer parts = ByteBuffer.wrap(body);
        UUID id = new UUID(parts.getLong(), parts.getLong());
        UUID brand = new UUID(parts.getLong(), parts.getLong());
        int epoch = parts.getInt();
        List<UUID> employers = new ArrayList<>();
        while (parts.hasRemaining()) {
            employers.add(new UUID(parts.getLong(), parts.getLong()));
        }
        return Optional.of(new Visitor(id, brand.equals(NO_BRAND) ? null : brand, List.copyOf(employers), epoch, true));
    }

    private static byte[] body(UUID person, UUID brand) {
        return ByteBuffer.allocate(2 * UUID_BYTES)
                .putLong(person.getMostSignificantBits())
                .putLong(person.getLeastSignificantBits())
                .putLong(brand.getMostSignificantBits())
                .putLong(brand.getLeastSignificantBits())
                .array();
    }

    /** The first 16 bytes as a UUID of version 8 (RFC 9562, 5.8): bits of our own. */
    private static UUID uuid(ByteBuffer bytes) {
        long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        long low = (bytes.getLong() & ~(3L << 62)) | (2L << 62);
        return new UUID(high, low);
    }
}

package dev.yima.gateway.platform.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key of HMAC-SHA256 (RFC 2104) for one use; all threads may use it. */
public final class HmacKey {
    /** The length of a code, in bytes. */
    public static final int BYTES = 32;

    private static final String HMAC = "HmacSHA256";

    /** One per thread, keyed and ready for the next message. */
    private final ThreadLocal<Mac> macs;

    /** A key of some bytes, at least one. */
    public HmacKey(byte[] key) {
        SecretKeySpec spec = new SecretKeySpec(key, HMAC);
        this.macs = ThreadLocal.withInitial(() -> keyed(spec));
    }

    /** The code of a message, which is the parts one after the other: {@value #BYTES} bytes. */
    public byte[] code(byte[]... parts) {
        Mac mac = macs.get();
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static Mac keyed(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}

package dev.yima.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Signs the manifests of a brand's lots (Ed25519, RFC 8032), so that nobody who touches a folder of codes can say
 * something else of it. What is signed is {@code "yima/manifest/1"}, a line feed, and the bytes of the manifest.
 */
public final class ManifestKey {
    /** Bytes of a public key. */
    public static final int PUBLIC_BYTES = 32;

    private static final String ALGORITHM = "Ed25519";
    private static final byte[] CONTEXT = "yima/manifest/1\n".getBytes(US_ASCII);

    /** The prefix of the 32 bytes of a public key in its X.509 form (RFC 8410). */
    private static final byte[] X509_START = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PrivateKey secret;
    private final byte[] publicKey;

    private ManifestKey(PrivateKey secret, byte[] publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
    }

    /** The key that a seed of 32 bytes makes. */
    static ManifestKey of(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] x509 = pair.getPublic().getEncoded();
            return new ManifestKey(pair.getPrivate(), Arrays.copyOfRange(x509, X509_START.length, x509.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 15 on has " + ALGORITHM, e);
        }
    }

    /** The public key, {@link #PUBLIC_BYTES} bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** Signs the bytes of a manifest; the signature has 64 bytes. */
    public byte[] sign(byte[] manifest) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(CONTEXT);
            signature.update(manifest);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of this kind can sign", e);
        }
    }

    /** Whether a signature of a manifest was made by the holder of a public key; never throws. */
    public static boolean verify(byte[] publicKey, byte[] manifest, byte[] signature) {
        if (publicKey.length != PUBLIC_BYTES) {
            return false;
        }
        byte[] x509 = Arrays.copyOf(X509_START, X509_START.length + PUBLIC_BYTES);
        System.arraycopy(publicKey, 0, x509, X509_START.length, PUBLIC_BYTES);
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509));
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(CONTEXT);
            verifier.update(manifest);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "ManifestKey[secret]";
    }

    /** The JDK takes a key's seed from its source of randomness only. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("must ask for " + seed.length + " bytes: " + bytes.length);
            }
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}

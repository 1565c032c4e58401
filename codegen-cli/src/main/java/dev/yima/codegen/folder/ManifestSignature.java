package dev.yima.codegen.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.yima.codec.ManifestKey;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The signature of a manifest, beside it.
 *
 * @param signer the public key, Ed25519, in base64
 * @param signature in base64
 */
public record ManifestSignature(String signer, String signature) {
    /** The name of its file. */
    public static final String NAME = "manifest.sig";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** As the bytes of its file. */
    public byte[] bytes() {
        try {
            return MAPPER.writeValueAsBytes(MAPPER.createObjectNode()
                    .put("algorithm", "Ed25519")
                    .put("signer", signer)
                    .put("signature", signature));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings can be written", e);
        }
    }

    /**
     * Reads the signature of a folder.
     *
     * @throws CommandFailed when there is none or it is malformed
     */
    public static ManifestSignature read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            JsonNode json = MAPPER.readTree(Manifest.bytesOf(file));
            return new ManifestSignature(
                    json.path("signer").asText(""), json.path("signature").asText(""));
        } catch (IOException e) {
            throw CommandFailed.failed(file + ": must be whole and valid JSON");
        }
    }

    /** Whether this is a signature of these bytes by its signer; who that is, is for the caller to ask. */
    public boolean signs(byte[] manifest) {
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return ManifestKey.verify(base64.decode(signer), manifest, base64.decode(signature));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

package dev.yima.gateway.platform.crypto;

import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A column of sealed secrets, told by the package that writes its table, so that they can be sealed again under another
 * key. An index over the first bytes of the column finds those of a key.
 *
 * @param purpose the purpose that its secrets are sealed for
 * @param lock the query of rows that a key sealed, which locks them and skips those that are locked: columns
 *     {@code id} and {@code sealed}; {@code $1} is the header of the key, {@code $2} the most rows
 * @param store the statement that stores a row's secret: {@code $1} is its id, {@code $2} the sealed secret
 * @param others the query that counts the rows of other keys: columns {@code header} and {@code total}; {@code $1} is
 *     the header of the key that is left out, {@code $2} about how many are counted at most
 */
public record SealedColumn(String purpose, String lock, String store, String others) {
    /** The parameters of {@code lock} and {@code others}. */
    public static Tuple under(String key, int rowsMax) {
        return Tuple.tuple().addBuffer(Buffer.buffer(KeyVault.header(key))).addInteger(rowsMax);
    }

    /** The parameters of {@code store}. */
    public static Tuple secret(UUID id, byte[] sealed) {
        return Tuple.of(id).addBuffer(Buffer.buffer(sealed));
    }

    /** The id of the key that gave a header. */
    public static String key(Buffer header) {
        return HexFormat.of().formatHex(header.getBytes(), 1, header.length());
    }
}

package dev.yima.codegen.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.LotCodec;
import dev.yima.codec.LotNumber;
import dev.yima.codegen.files.RegularFile;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifest of a minted folder; written last, so a folder that has one is whole.
 *
 * @param lot the lot whose codes the files hold
 * @param size the number of codes the lot has
 * @param kind their purpose
 * @param urlBase scheme and host that they are printed under
 * @param label the label that staff gave the lot; may be empty
 * @param createdAt the moment when the server made the lot
 * @param order the order that the lot belongs to
 * @param copy which of the lot's copies this is
 * @param pack the packing of its codes
 * @param test whether it is a test lot, whose codes are on no goods
 * @param entries the files beside the manifest, in the order of their serials
 */
public record Manifest(
        LotNumber lot,
        int size,
        String kind,
        String urlBase,
        String label,
        String createdAt,
        OrderRef order,
        CopyRef copy,
        PackRef pack,
        boolean test,
        List<Entry> entries) {
    /** The name of every manifest. */
    public static final String NAME = "manifest.json";

    /** The version of what a manifest and its files look like. */
    public static final int FORMAT_VERSION = 1;

    /** Files of the largest folder. */
    public static final int FILES_MAX = 200;

    private static final int BYTES_MAX = 1 << 20;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * The entry of one file.
     *
     * @param name a plain name, without a folder
     * @param sha256 its SHA-256 in hex
     * @param rows its rows, without the header
     */
    public record Entry(String name, String sha256, long rows) {}

    /**
     * The order that a lot is a part of.
     *
     * @param number the order number; empty in folders that were made before there were orders
     * @param size the number of codes that were ordered in all
     * @param goods the number of them that are of this lot; it may have more, that are never sold
     */
    public record OrderRef(String number, long size, int goods) {}

    /**
     * The copy of a lot that a folder holds.
     *
     * @param recipient the recipient; empty for the brand's own
     * @param withheld the number of codes of the lot that are not in it, because they stand in other copies alone
     */
    public record CopyRef(String recipient, int withheld) {}

    /**
     * The pack of a lot's codes: code s is in the pack of code s / size of the parent.
     *
     * @param level 0 for what was ordered, 1 for the packs that it is in, and so on
     * @param parent the lot whose codes are on the packs; empty for none
     * @param size the number of codes that are in one pack; 0 for none
     */
    public record PackRef(int level, String parent, int size) {}

    /** The manifest as it is written. */
    public ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode()
                .put("lot", lot.text())
                .put("size", size)
                .put("kind", kind)
                .put("formatVersion", FORMAT_VERSION)
                .put("urlBase", urlBase)
                .put("label", label)
                .put("createdAt", createdAt)
                .put("order", order.number)
                .put("orderSize", order.size)
                .put("goods", order.goods)
                .put("recipient", copy.recipient)
                .put("withheld", copy.withheld)
                .put("level", pack.level);
        if (test) {
            json.put("test", true);
        }
        if (pack.size > 0) {
            json.put("parent", pack.parent).put("pack", pack.size);
        }
        ArrayNode files = json.putArray("files");
        for (Entry entry : entries) {
            files.addObject()
                    .put("name", entry.name)
                    .put("sha256", entry.sha256)
                    .put("rows", entry.rows);
        }
        return json;
    }

    /** The manifest as the bytes of its file. */
    public byte[] bytes() {
        try {
            return MAPPER.writeValueAsBytes(json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers can be written", e);
        }
    }

    /**
     * Reads the manifest of a folder; what it says of its files is checked by {@link MintedFolder}.
     *
     * @throws CommandFailed when there is none or it is malformed
     */
    public static Manifest read(Path folder) {
        Path file = folder.resolve(NAME);
        return parse(file, bytesOf(file));
    }

    /** The bytes of a manifest, as they were signed. */
    public static byte[] bytesOf(Path file) {
        try {
            RegularFile.require(file, BYTES_MAX);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw CommandFailed.io("cannot read " + file, e);
        }
    }

    /** Reads a manifest from its bytes; {@code file} is named when they are malformed. */
    public static Manifest parse(Path file, byte[] bytes) {
        try {
            return parse(file, MAPPER.readTree(bytes));
        } catch (IOException e) {
            throw CommandFailed.failed(file + ": must be whole and valid JSON");
        }
    }

    private static Manifest parse(Path file, JsonNode json) {
        require(json.path("formatVersion").asInt() == FORMAT_VERSION, file, "formatVersion must be " + FORMAT_VERSION);
        LotNumber lot = LotNumber.read(json.path("lot").asText(""))
                .orElseThrow(() -> CommandFailed.failed(file + ": lot must be 4 symbols"));
        int size = json.path("size").canConvertToInt() ? json.path("size").asInt() : 0;
        require(size > 0 && size <= LotCodec.SIZE_MAX, file, "size must be 1 to " + LotCodec.SIZE_MAX);
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : json.path("files")) {
            String name = node.path("name").asText("");
            boolean plain = name.matches("[0-9A-Za-z_][0-9A-Za-z._-]{0,99}");
            require(plain, file, "must be a plain file name: name=" + name);
            entries.add(new Entry(
                    name, node.path("sha256").asText(""), node.path("rows").asLong(-1)));
            require(entries.size() <= FILES_MAX, file, "must name at most " + FILES_MAX + " files");
        }
        require(!entries.isEmpty(), file, "must name at least one file");
        return new Manifest(
                lot,
                size,
                json.path("kind").asText(""),
                json.path("urlBase").asText(""),
                json.path("label").asText(""),
                json.path("createdAt").asText(""),
                new OrderRef(
                        json.path("order").asText(""),
                        json.path("orderSize").asLong(size),
                        json.path("goods").asInt(size)),
                new CopyRef(
                        json.path("recipient").asText(""), json.path("withheld").asInt()),
                new PackRef(
                        json.path("level").asInt(),
                        json.path("parent").asText(""),
                        json.path("pack").asInt()),
                json.path("test").asBoolean(),
                List.copyOf(entries));
    }

    private static void require(boolean holds, Path file, String rule) {
        if (!holds) {
            throw CommandFailed.failed(file + ": " + rule);
        }
    }
}

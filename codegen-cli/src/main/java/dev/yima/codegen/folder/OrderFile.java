package dev.yima.codegen.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codegen.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The manifest of an order of several lots: the folders that belong to it. Written last of all.
 *
 * @param order the order number
 * @param size the number of codes all lots have
 * @param kind their purpose
 * @param folders the folders inside, each with a manifest of its own
 */
public record OrderFile(String order, long size, String kind, List<String> folders) {
    /** Its name. */
    public static final String NAME = "order.json";

    private static final int FOLDERS_MAX = 10_000;
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** As it is written. */
    public ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode()
                .put("order", order)
                .put("size", size)
                .put("kind", kind)
                .put("formatVersion", Manifest.FORMAT_VERSION);
        ArrayNode names = json.putArray("folders");
        folders.forEach(names::add);
        return json;
    }

    /** As the bytes of its file. */
    public byte[] bytes() {
        try {
            return MAPPER.writeValueAsBytes(json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers can be written", e);
        }
    }

    /**
     * Reads the one of a folder.
     *
     * @throws CommandFailed when it is malformed
     */
    public static OrderFile read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            JsonNode json = MAPPER.readTree(Manifest.bytesOf(file));
            List<String> folders = new ArrayList<>();
            for (JsonNode name : json.path("folders")) {
                folders.add(name.asText(""));
            }
            boolean plain = folders.stream()
                    .allMatch(name -> name.matches("[0-9A-Za-z][0-9A-Za-z-]{0,99}(/[0-9A-Za-z][0-9A-Za-z-]{0,99})?"));
            boolean distinct = new HashSet<>(folders).size() == folders.size();
            if (plain && distinct && !folders.isEmpty() && folders.size() <= FOLDERS_MAX) {
                return new OrderFile(
                        json.path("order").asText(""),
                        json.path("size").asLong(),
                        json.path("kind").asText(""),
                        List.copyOf(folders));
            }
        } catch (IOException e) {
            // Said below, in the same words.
        }
        throw CommandFailed.failed(file + ": must be the file of an order, as mint writes it");
    }
}

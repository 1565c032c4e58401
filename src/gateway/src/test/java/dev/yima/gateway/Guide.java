package dev.yima.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A guide of {@code docs/guides}, whose blocks a test runs as they stand there. */
record Guide(String text) {
    static Guide of(String name) {
        try {
            return new Guide("\n" + Files.readString(Path.of("../../docs/guides", name + ".md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks in a language under a heading, up to the next heading. */
    List<String> blocks(String heading, String language) {
        int begin = text.indexOf('\n' + heading + '\n');
        if (begin < 0) {
            throw new AssertionError("no heading: " + heading);
        }
        String rest = text.substring(begin + heading.length() + 2);
        String section = rest.split("\n#+ ", 2)[0];
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```")
                .matcher(section)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    /** The only one of them. */
    String block(String heading, String language) {
        List<String> blocks = blocks(heading, language);
        if (blocks.size() != 1) {
            throw new AssertionError("one block of " + language + " under " + heading + ": " + blocks);
        }
        return blocks.get(0);
    }
}

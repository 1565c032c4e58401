package dev.yima.embedded.redis;

import dev.yima.embedded.process.Command;
import dev.yima.embedded.process.LocalServersException;
import dev.yima.embedded.process.Platform;
import dev.yima.embedded.process.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Unpacks the Redis program from the class path. */
final class RedisBinary {
    private static final Duration TRIAL_LIMIT = Duration.ofSeconds(10);

    private RedisBinary() {}

    /** The first program for this platform that runs here: one may lack a library of the machine. */
    static Path unpack(Path directory) throws IOException {
        Path binaries = PrivateFiles.directory(directory.resolve("bin"));
        List<LocalServersException> refusals = new ArrayList<>();
        for (String name : Platform.redisPrograms()) {
            Path program = unpack(binaries, name);
            try {
                new Command("redis-server", List.of(program.toString(), "--version"), directory).run("", TRIAL_LIMIT);
                return program;
            } catch (LocalServersException e) {
                refusals.add(e);
            }
        }
        throw new LocalServersException(
                "must run on this machine: Redis: " + refusals.get(0).getMessage(), refusals.get(0));
    }

    /** Anew at each start: that is quick, and what lies there can be trusted. */
    private static Path unpack(Path binaries, String name) throws IOException {
        Path program = binaries.resolve(name);
        Path fresh = binaries.resolve(name + ".new");
        try (@Nullable InputStream packed = RedisBinary.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw new LocalServersException("must be built for this platform: no " + name + " on the class path");
            }
            Files.copy(packed, fresh, StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.restrict(fresh, PrivateFiles.OWNER_RWX);
            PrivateFiles.move(fresh, program);
        }
        return program;
    }
}

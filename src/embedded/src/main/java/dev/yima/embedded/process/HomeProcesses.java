package dev.yima.embedded.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processes whose program lies in one directory of the home. The servers run from binaries that were unpacked
 * there, so these processes are ours and no others are: a number in a pid file proves nothing, because the system
 * gives the numbers of dead processes to new ones, and a foreign process may well name our files in its arguments.
 */
public final class HomeProcesses {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);

    private final Path directory;

    /** @param directory a real path, without links */
    public HomeProcesses(Path directory) {
        this.directory = directory;
    }

    /** Those that run. A process that ended and was not yet collected by its parent does not count. */
    public List<ProcessHandle> running() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /**
     * Stops all of them: asks politely first, and kills what is left after the limit.
     *
     * @throws LocalServersException when one cannot even be killed
     */
    public void stop(Politeness politeness, Duration limit) {
        boolean interrupted = Thread.interrupted();
        try {
            heads().forEach(head -> ask(head, politeness));
            if (Poll.until(() -> running().isEmpty(), limit)) {
                return;
            }
            if (!Poll.until(this::killAll, KILL_LIMIT)) {
                throw new LocalServersException("must stop: process=" + running() + " of directory=" + directory);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Which signal means a clean and prompt stop. */
    public enum Politeness {
        /** SIGINT: PostgreSQL drops its clients and writes a checkpoint; at SIGTERM it would wait for its clients. */
        INTERRUPT,
        /** SIGTERM: Redis writes its log to disk and leaves. */
        TERMINATE
    }

    private boolean killAll() {
        List<ProcessHandle> left = running();
        left.forEach(ProcessHandle::destroyForcibly);
        return left.isEmpty();
    }

    /** Those that no other of them started: the servers, without their own children. */
    private List<ProcessHandle> heads() {
        List<ProcessHandle> all = running();
        Set<Long> pids = all.stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        return all.stream()
                .filter(process -> process.parent()
                        .map(ProcessHandle::pid)
                        .filter(pids::contains)
                        .isEmpty())
                .toList();
    }

    private static void ask(ProcessHandle process, Politeness politeness) {
        if (politeness == Politeness.TERMINATE || Platform.isWindows()) {
            process.destroy();
            return;
        }
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s INT " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            throw new LocalServersException("must be able to send a signal: pid=" + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            return process.info()
                    .command()
                    .or(() -> programByName(process))
                    .map(Path::of)
                    .filter(program -> program.startsWith(directory))
                    .isPresent();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The program as it was called: where the system hides the file that runs, which it does in some containers. */
    private static Optional<String> programByName(ProcessHandle process) {
        try {
            byte[] words = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return Optional.of(new String(words, StandardCharsets.UTF_8).split("\0", 2)[0])
                    .filter(word -> !word.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

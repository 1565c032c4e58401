package dev.yima.embedded.postgres;

import com.sun.management.OperatingSystemMXBean;
import dev.yima.embedded.process.Command;
import dev.yima.embedded.process.LoopbackPorts;
import dev.yima.embedded.process.Platform;
import dev.yima.embedded.process.PrivateFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The data directory of PostgreSQL: who may come in, and what the server promises. */
final class PostgresCluster {
    /** The database and the role that owns it. */
    static final String NAME = "yima";

    /** The role of the service, which owns nothing. */
    static final String SERVICE = "yima_service";

    private static final String MAKE_SERVICE = "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '"
            + SERVICE + "') THEN CREATE ROLE " + SERVICE + " LOGIN; END IF; END $$";

    /** Recovery after a crash reads up to max_wal_size of log before the single-user server takes a statement. */
    private static final Duration STEP_LIMIT = Duration.ofMinutes(2);

    /**
     * Written at each start, so that what was promised holds for old data directories too. A commit is on disk when it
     * is answered. ERROR lines are left out of the log: clients have them, and the log stays small. Segments of the
     * write-ahead log are kept and written over, since a commit that needs a new one waits until that is on disk; and
     * checkpoints are far apart, since the first change of a page after one writes the whole page to the log. A young
     * table grows quickly, and plans made while it was empty are made anew when it is analyzed: so that is soon.
     */
    private static final String SETTINGS = """
            # Written at each start; changes are lost.
            listen_addresses = '%s'
            port = %d
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            max_connections = 100
            shared_buffers = '%dMB'
            max_wal_size = '4GB'
            min_wal_size = '1GB'
            checkpoint_timeout = '15min'
            autovacuum_naptime = '10s'
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            log_min_messages = log
            log_checkpoints = off
            """;

    private static final long BUFFERS_MB_MIN = 128;
    private static final long BUFFERS_MB_MAX = 4_096;

    private static final String ENTRANCES = """
            # Written at each start; changes are lost.
            host all all %s/32 scram-sha-256
            """;

    private final Path directory;
    private final Path binaries;

    PostgresCluster(Path directory, Path binaries) {
        this.directory = directory;
        this.binaries = binaries;
    }

    Path data() {
        return directory.resolve("data");
    }

    /**
     * The passwords of the two roles.
     *
     * @param owner that of the role that owns the database
     * @param service that of the service's role
     */
    record Passwords(String owner, String service) {
        private static Passwords fresh() {
            return new Passwords(PrivateFiles.newSecret(), PrivateFiles.newSecret());
        }
    }

    /** Makes the data directory if there is none, and new passwords if one was lost. */
    Passwords prepare() throws IOException {
        PrivateFiles.sweep(directory, "initdb-", data());
        // Its processes are gone: a number left in it may belong to a stranger by now, and would stop the start.
        Files.deleteIfExists(data().resolve("postmaster.pid"));
        Path ownerFile = directory.resolve("password");
        Path serviceFile = directory.resolve("service-password");
        Optional<String> owner = PrivateFiles.read(ownerFile);
        Optional<String> service = PrivateFiles.read(serviceFile);
        boolean exists = Files.isDirectory(data());
        if (exists && owner.isPresent() && service.isPresent()) {
            return new Passwords(owner.get(), service.get());
        }
        Passwords passwords = Passwords.fresh();
        if (exists) {
            setPasswords(data(), passwords);
        } else {
            create(passwords);
        }
        PrivateFiles.write(ownerFile, passwords.owner);
        PrivateFiles.write(serviceFile, passwords.service);
        return passwords;
    }

    private void setPasswords(Path data, Passwords passwords) {
        asSuperuser(
                data,
                MAKE_SERVICE,
                "ALTER ROLE " + NAME + " PASSWORD '" + passwords.owner + "'",
                "ALTER ROLE " + SERVICE + " PASSWORD '" + passwords.service + "'");
    }

    void configure(int port) throws IOException {
        String address = LoopbackPorts.ADDRESS;
        PrivateFiles.write(data().resolve("postgresql.conf"), SETTINGS.formatted(address, port, buffersMb()));
        PrivateFiles.write(data().resolve("pg_hba.conf"), ENTRANCES.formatted(address));
    }

    /**
     * The size of the page cache: an eighth of the machine's. PostgreSQL's manual, 19.4, advises a quarter on a
     * machine that has nothing else to do.
     */
    private static long buffersMb() {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long eighth = machine.getTotalMemorySize() / 8 >> 20;
        return Math.max(BUFFERS_MB_MIN, Math.min(eighth, BUFFERS_MB_MAX));
    }

    /** One of the programs with its arguments. As root it gets a user namespace, in which it is nobody. */
    Command command(String program, String... arguments) {
        List<String> words = new ArrayList<>();
        if (Platform.isLinuxRoot()) {
            words.addAll(List.of("unshare", "-U"));
        }
        words.add(binaries.resolve(Platform.program(program)).toString());
        words.addAll(Arrays.asList(arguments));
        return new Command(program, words, directory);
    }

    /** Made aside and moved: a service that dies half way leaves nothing that looks like a data directory. */
    private void create(Passwords passwords) throws IOException {
        Path fresh = Files.createTempDirectory(directory, "initdb-");
        command(
                        "initdb",
                        "--pgdata=" + fresh,
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8")
                .run("", STEP_LIMIT);
        asSuperuser(
                fresh,
                "CREATE ROLE " + NAME + " LOGIN CREATEDB",
                "GRANT pg_monitor, pg_checkpoint TO " + NAME,
                "CREATE DATABASE " + NAME + " OWNER " + NAME);
        setPasswords(fresh, passwords);
        PrivateFiles.move(fresh, data());
    }

    /**
     * Runs statements without a server: the superuser has no password, so that nobody can log in as one. A statement
     * that fails is not logged, for it may hold a password.
     */
    private void asSuperuser(Path data, String... statements) {
        List<String> words = List.of(
                "--single", "-D", data.toString(), "-c", "exit_on_error=on", "-c", "log_min_error_statement=panic");
        command("postgres", Stream.concat(words.stream(), Stream.of("postgres")).toArray(String[]::new))
                .run(String.join("\n", statements) + "\n", STEP_LIMIT);
    }
}

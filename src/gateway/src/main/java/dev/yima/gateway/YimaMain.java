package dev.yima.gateway;

import dev.yima.gateway.platform.config.Setup;
import dev.yima.gateway.platform.config.StartException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Main class of the service: starts the embedded servers where no others are configured, then Quarkus, and stops them
 * in
 * the reverse order.
 */
@QuarkusMain
public class YimaMain {
    private static final long STOP_SECONDS_MAX = 15;
    private static final Pattern NEWER_TABLES = Pattern.compile("applied migration not resolved locally: ([0-9]+)");
    private static final Pattern OLDER_TABLES = Pattern.compile("resolved migration not applied to database: ([0-9]+)");

    YimaMain() {}

    /** Runs the service until it is told to stop. */
    public static void main(String... arguments) {
        CountDownLatch stopped = new CountDownLatch(1);
        Setup setup = Setup.ALL;
        try {
            setup = ServerSelection.setup();
            setup.properties().forEach(System::setProperty);
            Runnable stopServers = ServerSelection.start();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                awaitStop(stopped);
                                stopServers.run();
                            },
                            "yima-stop-servers"));
        } catch (StartException e) {
            System.err.println("yima cannot start: " + e.getMessage());
            System.exit(1);
        }
        Quarkus.run(
                setup == Setup.FOUND ? Ending.class : null,
                (code, failure) -> {
                    if (failure != null && code != 0) {
                        System.err.println("yima cannot start: " + reason(failure));
                    }
                    stopped.countDown();
                    System.exit(code);
                },
                arguments);
        stopped.countDown();
    }

    /** An application that ends as soon as it has started. */
    public static final class Ending implements QuarkusApplication {
        @Override
        public int run(String... arguments) {
            return 0;
        }
    }

    /** The message for the operator: of our own StartException in the chain, else what the deepest cause says. */
    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        boolean management = false;
        Optional<String> database = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartException start) {
                return String.valueOf(start.getMessage());
            }
            management |= String.valueOf(cause.getMessage()).contains("management interface");
            if (cause instanceof SQLException refused) {
                database = Optional.of("the database cannot be used: " + refused.getMessage());
            }
            deepest = cause;
        }
        String said = String.valueOf(deepest.getMessage());
        Matcher newer = NEWER_TABLES.matcher(said);
        if (newer.find()) {
            return "the database is of a later version of Yima (migration " + newer.group(1)
                    + "): start that one, or restore a backup from before it";
        }
        Matcher older = OLDER_TABLES.matcher(said);
        if (older.find()) {
            return "the tables are not of this version of Yima (migration " + older.group(1)
                    + " is missing): start it once with YIMA_SETUP=migrate";
        }
        if (database.isPresent()) {
            return database.get() + (deepest instanceof SQLException ? "" : " " + deepest);
        }
        String server = management ? "management" : "http";
        if (said.contains("Address already in use")) {
            return "port " + setting(server, "port") + " is in use: " + variable(server, "port")
                    + " must be another one: " + setting(server, "host") + ":" + setting(server, "port");
        }
        return said.contains("Cannot assign requested address") || deepest instanceof UnknownHostException
                ? "host " + setting(server, "host") + " is not of this machine: " + variable(server, "host")
                        + " must be another one"
                : deepest.toString();
    }

    private static String setting(String server, String name) {
        return ConfigProvider.getConfig().getValue("quarkus." + server + "." + name, String.class);
    }

    private static String variable(String server, String name) {
        return ("QUARKUS_" + server + "_" + name).toUpperCase(Locale.ROOT);
    }

    private static void awaitStop(CountDownLatch stopped) {
        try {
            if (!stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                System.err.println("yima did not stop in " + STOP_SECONDS_MAX + " s; its servers are stopped now");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
